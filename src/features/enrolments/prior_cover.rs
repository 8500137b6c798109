//! Whether the record shows the health insurance before that a quote took somebody's word for: it decides that nobody waits.
use super::{kinds::Before, overlap::excludes};
use crate::base::{Day, scheme::Scheme};

/// Whether something that insures the same ended on exactly this day, as far as is recorded.
pub fn is_recorded(scheme: Scheme, ended_on: Day, before: &[Before]) -> bool {
    before.iter().any(|one| excludes(scheme, one.scheme) && one.ended_on == ended_on)
}
