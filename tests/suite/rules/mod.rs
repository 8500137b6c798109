//! Rules are pure functions: tested through the library, without database or web.
