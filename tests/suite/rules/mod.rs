//! Rules are pure functions: tested through the library, without database or web.
mod birth;
mod cascade;
mod duplicates;
mod identity;
mod intake;
mod intake_hostile;
mod legacy;
mod number;
mod period;
mod phone;
mod render;
mod rotation;
mod share;
mod span;
mod sync;
mod text;
mod visits;
