//! Public data that several tests use.
use std::fmt::Write;

/// Kansas City 2003: Arceneaux, Annals of the American Academy 601, 2005. Arm, people, voted, contacted.
pub const PRECINCTS: [(bool, usize, usize, usize); 28] = [
    (false, 655, 251, 0),
    (false, 386, 72, 0),
    (false, 245, 81, 0),
    (false, 364, 123, 0),
    (false, 272, 92, 0),
    (false, 124, 37, 0),
    (false, 288, 80, 0),
    (false, 386, 117, 0),
    (false, 417, 135, 0),
    (false, 336, 94, 0),
    (false, 309, 80, 0),
    (false, 237, 45, 0),
    (false, 487, 91, 0),
    (false, 273, 94, 0),
    (true, 268, 131, 210),
    (true, 434, 166, 302),
    (true, 211, 50, 34),
    (true, 568, 185, 399),
    (true, 211, 60, 138),
    (true, 496, 165, 348),
    (true, 80, 21, 13),
    (true, 300, 105, 177),
    (true, 416, 155, 236),
    (true, 344, 108, 218),
    (true, 31, 8, 7),
    (true, 491, 136, 329),
    (true, 611, 226, 408),
    (true, 472, 138, 276),
];

/// County employment and the minimum wage: the group means of Callaway & Sant'Anna 2021, each repeated as often as there are
/// counties.
pub const COUNTIES: [(Option<i64>, usize, [f64; 5]); 4] = [
    (None, 309, [5.654_630, 5.592_000, 5.604_808, 5.638_896, 5.661_133]),
    (Some(2004), 20, [6.179_697, 6.106_564, 6.059_452, 6.026_704, 6.085_388]),
    (Some(2006), 40, [6.573_994, 6.517_884, 6.527_941, 6.557_435, 6.543_041]),
    (Some(2007), 131, [5.842_906, 5.810_783, 5.820_866, 5.823_866, 5.820_048]),
];

/// The precincts as an analyst has them, a row a voter. Whom a contact made vote is not published: any way to lay them out
/// gives the same totals.
pub fn precincts_csv() -> String {
    let mut out = String::from("cluster,contacted,assigned,outcome\n");
    for (cluster, (arm, people, voted, contacted)) in PRECINCTS.into_iter().enumerate() {
        for n in 0..people {
            let of = |yes: bool| u8::from(yes);
            writeln!(out, "{cluster},{},{},{}", of(n < contacted), of(arm), of(n < voted)).expect("text");
        }
    }
    out
}

/// The counties as an analyst has them, a row a county and year.
pub fn counties_csv() -> String {
    let mut out = String::from("unit,period,first_treated_period,outcome\n");
    for (first, places, means) in COUNTIES {
        let first = first.map(|year| year.to_string()).unwrap_or_default();
        for place in 0..places {
            for (year, mean) in (2003..).zip(means) {
                writeln!(out, "{first}/{place},{year},{first},{mean}").expect("text");
            }
        }
    }
    out
}
