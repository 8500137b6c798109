//! Rules are pure functions: tested through the library, without database or web.
mod text;
mod number;
mod share;
mod period;
mod span;
mod rotation;
mod cascade;
mod duplicates;
mod render;
