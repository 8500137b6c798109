//! Rules are pure functions: tested through the library, without database or web.
mod cascade;
mod duplicates;
mod number;
mod period;
mod render;
mod rotation;
mod share;
mod span;
mod text;
