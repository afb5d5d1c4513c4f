from app.two import shared
