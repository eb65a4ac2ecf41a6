//! Words of the room `matching`.
