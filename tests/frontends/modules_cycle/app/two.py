from app.one import shared
