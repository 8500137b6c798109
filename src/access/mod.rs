//! Who may do what, and where: values only, no database.
pub mod actor;
pub mod password;
pub mod permission;
pub mod roles;
pub mod scope;
pub mod ticket;
pub mod token;

pub use actor::{Actor, Admitted, HeldGrant};
pub use permission::Permission;
pub use roles::Role;
pub use scope::Scope;
