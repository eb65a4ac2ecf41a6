//! Words of the room `life`.
