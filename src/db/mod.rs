//! The only module that knows how rows are stored: connections, the writer queue, transactions, scope in SQL.
//!
//! Handlers know two doors, [`Db::read`] and [`Db::write`]. Everything else is behind them.
mod among;
mod asked_of_each;
mod audit;
pub mod backup;
pub mod cells;
mod columns;
mod dialect;
mod errors;
mod fault;
mod feed;
mod field_versions;
mod keys;
mod migrate;
mod phone_seal;
mod pool;
mod reseal;
pub mod schema;
pub mod scoped;
mod seal;
mod tx;
mod writer;

pub use among::{Among, among};
pub(crate) use asked_of_each::asked_of_each;
pub use audit::{Event, Line, verify_chain};
pub(crate) use columns::text_column;
pub use dialect::{Backend, Conn, Kind};
pub(crate) use dialect::{insert_all, on_backend};
pub use errors::{OnDuplicate, UniqueRule};
pub use fault::Faults;
pub use feed::FeedKind;
pub use field_versions::FieldVersionRow;
pub use keys::{Keys, Purpose};
pub use migrate::MigrationState;
pub use phone_seal::SealingPair;
pub use pool::{Db, DbSettings};
pub use reseal::SealedTable;
pub use scoped::InScope;
pub use seal::{Place, Seals};
pub use tx::{GivenAnswer, Repeat, Tx, Who};
