//! One test binary. `TUNGNHA_TEST_DB=sqlite|postgres` says on which database it runs.
mod api;
mod cross;
mod methods;
mod rules;
mod schema;
mod support;
