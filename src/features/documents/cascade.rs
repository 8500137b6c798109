//! Who should have issued a paper, who has, and how late: pure over bodies and papers.
use std::collections::{BTreeMap, BTreeSet};

use crate::base::{
    Day,
    id::{DocumentId, OrganisationId},
};

/// A paper that carries out the asked one, directly or over others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carrier {
    /// Which.
    pub id: DocumentId,
    /// Who issued or co-signed it.
    pub issuers: Vec<OrganisationId>,
    /// When.
    pub issued_on: Option<Day>,
}

/// One line of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The body.
    pub organisation_id: OrganisationId,
    /// Its first paper, when it has one.
    pub document_id: Option<DocumentId>,
    /// Days from the asked paper to it; `None` when one of the days is not known.
    pub days_after: Option<i64>,
}

/// The matrix: every expected body in the order given, then bodies that issued without being expected.
pub fn lines(root_issued_on: Option<Day>, expected: &[OrganisationId], carriers: &[Carrier]) -> Vec<Line> {
    let mut first: BTreeMap<OrganisationId, &Carrier> = BTreeMap::new();
    for carrier in carriers {
        for issuer in &carrier.issuers {
            let earlier = first.get(issuer).is_none_or(|seen| match (carrier.issued_on, seen.issued_on) {
                (Some(new), Some(old)) => new < old,
                (Some(_), None) => true,
                _ => false,
            });
            if earlier {
                first.insert(*issuer, carrier);
            }
        }
    }
    let line = |organisation_id: OrganisationId| {
        let carrier = first.get(&organisation_id);
        let days_after = carrier.and_then(|c| Some(c.issued_on?.days_since(root_issued_on?)));
        Line { organisation_id, document_id: carrier.map(|c| c.id), days_after }
    };
    let known: BTreeSet<_> = expected.iter().copied().collect();
    let others = first.keys().copied().filter(|id| !known.contains(id));
    expected.iter().copied().chain(others).map(line).collect()
}
