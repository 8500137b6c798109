//! What a change does with a field that may be empty: leaves it, empties it, or sets it.
use serde::{Deserialize, Deserializer};

/// Left out in JSON it stays, `null` empties it, a value replaces it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Edit<T> {
    /// Stays as it is.
    #[default]
    Keep,
    /// Becomes empty.
    Clear,
    /// Becomes this.
    Set(T),
}

impl<T> Edit<T> {
    /// What stands there afterwards.
    pub fn apply(self, old: Option<T>) -> Option<T> {
        match self {
            Self::Keep => old,
            Self::Clear => None,
            Self::Set(new) => Some(new),
        }
    }
    /// Whether the field is named at all.
    pub fn is_change(&self) -> bool {
        !matches!(self, Self::Keep)
    }
    /// The same with the new value turned into something else.
    pub fn map<U>(self, turn: impl FnOnce(T) -> U) -> Edit<U> {
        match self {
            Self::Keep => Edit::Keep,
            Self::Clear => Edit::Clear,
            Self::Set(new) => Edit::Set(turn(new)),
        }
    }
    /// The new value, if there is one.
    pub fn new_value(&self) -> Option<&T> {
        match self {
            Self::Set(new) => Some(new),
            Self::Keep | Self::Clear => None,
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Edit<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<T>::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}
