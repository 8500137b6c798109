//! Whether what a household was handed over for has come about.
use crate::base::{
    id::PersonId,
    scheme::{DenominatorKind, Scheme},
};

/// Whether it is done: everybody it names is signed up for something of what was asked, and each scheme that was asked has
/// somebody. Who wants one of two schemes is not made to want both, and nobody is forgotten for the first who signs.
pub fn fulfilled(people: &[PersonId], schemes: &[Scheme], signed: &[(PersonId, Scheme)]) -> bool {
    let kind = |scheme: Scheme| scheme.denominator();
    let wanted: Vec<DenominatorKind> = schemes.iter().copied().map(kind).collect();
    let signed: Vec<(PersonId, DenominatorKind)> =
        signed.iter().map(|(person, scheme)| (*person, kind(*scheme))).filter(|(_, of)| wanted.contains(of)).collect();
    people.iter().all(|person| signed.iter().any(|(by, _)| by == person))
        && wanted.iter().all(|wanted| signed.iter().any(|(_, of)| of == wanted))
}
