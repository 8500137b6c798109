//! HTTP plumbing; knows no feature. A route names its permission and its documents or does not compile.
mod answer;
mod call;
mod kept;
mod limit;
mod openapi;
mod respond;
mod routes;
mod service;
mod shape;
mod system;
mod upload;

pub use answer::{Answer, Created, Download, Json, NoContent, Saved, Tagged, Unpersonal};
pub use call::{Body, Call, Ctx, FromCall, PathId, PathText, Query, from_json};
pub use kept::{KeptAnswers, KeptJson, Standing};
pub use limit::{Allowance, Attempts};
pub use openapi::{document, page};
pub use respond::{problem_answer, request_log};
pub use routes::{Endpoint, Feature, Routes};
pub use service::{Api, ApiSettings, Authenticate, Calling};
pub use system::system_routes;
pub use upload::{Upload, unnamed_file};

/// Where the API stands.
pub const BASE: &str = "/api/v1";
