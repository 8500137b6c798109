//! Who should have issued a paper, who has, and how many days later.
use proptest::prelude::*;
use tungnha::{
    base::{
        Day,
        id::{DocumentId, OrganisationId},
    },
    features::documents::cascade::{Carrier, Line, lines},
};

fn day(text: &str) -> Option<Day> {
    text.parse().ok()
}

fn paper(issuers: &[OrganisationId], issued_on: Option<Day>) -> Carrier {
    Carrier { id: DocumentId::new(), issuers: issuers.to_vec(), issued_on }
}

fn short(lines: &[Line]) -> Vec<(OrganisationId, bool, Option<i64>)> {
    lines.iter().map(|l| (l.organisation_id, l.document_id.is_some(), l.days_after)).collect()
}

#[test]
fn three_of_nine_district_offices_issued_a_plan() {
    let offices: Vec<OrganisationId> = (0..9).map(|_| OrganisationId::new()).collect();
    let carriers = [
        paper(&offices[4..5], day("2019-02-20")),
        paper(&offices[1..2], day("2019-02-01")),
        paper(&offices[7..8], None),
    ];
    let matrix = lines(day("2019-01-31"), &offices, &carriers);
    assert_eq!(matrix.len(), 9);
    assert_eq!(matrix.iter().map(|l| l.organisation_id).collect::<Vec<_>>(), offices);
    assert_eq!(matrix.iter().filter(|l| l.document_id.is_some()).count(), 3);
    assert_eq!(
        matrix.iter().map(|l| l.days_after).collect::<Vec<_>>(),
        [None, Some(1), None, None, Some(20), None, None, None, None]
    );
    assert_eq!(matrix[7].document_id, Some(carriers[2].id));
}

#[test]
fn the_days_between_the_papers_of_a_chain_are_counted_across_years() {
    let (city, committee) = (OrganisationId::new(), OrganisationId::new());
    let carriers = [paper(&[city], day("2018-11-12")), paper(&[committee], day("2019-11-05"))];
    assert_eq!(
        short(&lines(day("2018-05-23"), &[city, committee], &carriers)),
        [(city, true, Some(173)), (committee, true, Some(531))]
    );
}

#[test]
fn the_first_paper_of_a_body_counts_and_a_dated_one_before_an_undated_one() {
    let body = OrganisationId::new();
    let early = paper(&[body], day("2019-02-01"));
    for others in [
        [paper(&[body], day("2019-03-01")), paper(&[body], None)],
        [paper(&[body], None), paper(&[body], day("2019-02-02"))],
    ] {
        for place in 0..3 {
            let mut all = others.to_vec();
            all.insert(place, early.clone());
            assert_eq!(
                lines(day("2019-01-31"), &[body], &all),
                [Line { organisation_id: body, document_id: Some(early.id), days_after: Some(1) }]
            );
        }
    }
}

#[test]
fn a_paper_signed_together_is_the_paper_of_every_signer() {
    let (one, two, three) = (OrganisationId::new(), OrganisationId::new(), OrganisationId::new());
    let joint = paper(&[one, two], day("2019-02-10"));
    let matrix = lines(day("2019-01-31"), &[one, two, three], &[joint]);
    assert_eq!(short(&matrix), [(one, true, Some(10)), (two, true, Some(10)), (three, false, None)]);
}

#[test]
fn bodies_nobody_expected_come_behind_and_an_early_paper_counts_below_zero() {
    let (expected, guest) = (OrganisationId::new(), OrganisationId::new());
    let matrix = lines(day("2019-01-31"), &[expected], &[paper(&[guest], day("2019-01-01"))]);
    assert_eq!(short(&matrix), [(expected, false, None), (guest, true, Some(-30))]);
    assert_eq!(short(&lines(None, &[expected], &[paper(&[expected], day("2019-01-01"))])), [(expected, true, None)]);
    assert_eq!(lines(None, &[], &[]), []);
}

proptest! {
    #[test]
    fn every_body_has_one_line_and_every_issuer_a_paper(expected in 0_usize..6, issued in proptest::collection::vec((0_usize..8, proptest::option::of(0_i64..500)), 0..12)) {
        let bodies: Vec<OrganisationId> = (0..8).map(|_| OrganisationId::new()).collect();
        let start = day("2019-01-01").unwrap();
        let carriers: Vec<Carrier> = issued.iter().map(|(body, after)| paper(&bodies[*body..=*body], after.map(|d| start.plus_days(d)))).collect();
        let matrix = lines(Some(start), &bodies[..expected], &carriers);
        let mut named: Vec<_> = matrix.iter().map(|l| l.organisation_id).collect();
        prop_assert_eq!(&named[..expected], &bodies[..expected]);
        named.sort();
        let before = named.len();
        named.dedup();
        prop_assert_eq!(named.len(), before);
        for (at, body) in bodies.iter().enumerate() {
            let own: Vec<_> = issued.iter().filter(|(b, _)| *b == at).collect();
            let line = matrix.iter().find(|l| l.organisation_id == *body);
            prop_assert_eq!(line.is_some_and(|l| l.document_id.is_some()), !own.is_empty());
            prop_assert_eq!(line.and_then(|l| l.days_after), own.iter().filter_map(|(_, after)| *after).min());
        }
    }
}
