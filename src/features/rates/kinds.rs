//! Which facts the law is made of here: for each kind its unit, its keys, its bounds, and what it means.
use crate::base::{Text, text_enum::text_enum};

text_enum! {
    /// A kind of dated fact.
    pub enum RateKind {
        /// Base salary; the reference level since 1/7/2025.
        BaseSalary = "base_salary",
        /// Rural poverty line: the floor of voluntary social insurance.
        RuralPovertyLine = "rural_poverty_line",
        /// Minimum wage of a region.
        RegionalMinimumWage = "regional_minimum_wage",
        /// What the fund's investments bring in a month.
        FundInterest = "fund_interest",
        /// Share of the income or of the base salary that is contributed.
        ContributionRate = "contribution_rate",
        /// Highest income, as a multiple of the base salary.
        IncomeCeilingMultiple = "income_ceiling_multiple",
        /// Steps of the income above the floor.
        IncomeStep = "income_step",
        /// Highest wage, as a multiple of the region's minimum wage.
        WageCapMultiple = "wage_cap_multiple",
        /// What the state pays of the contribution at the floor.
        StateSupportBhxhTn = "state_support_bhxh_tn",
        /// What the state pays of the health insurance contribution.
        StateSupportBhyt = "state_support_bhyt",
        /// How many months are supported at the most.
        SupportMonthsCap = "support_months_cap",
        /// By the end of which month of its period a payment is due.
        DueMonths = "due_months",
        /// How many years may be paid ahead.
        PrepayYears = "prepay_years",
        /// Years of contributions that a pension takes.
        PensionYears = "pension_years",
        /// How many missing months may be paid at once.
        MissingMonthsCap = "missing_months_cap",
        /// What the first, second … fifth member of a household pays of the full contribution.
        HouseholdLadder = "household_ladder",
        /// Whether a supported group may choose the household's ladder.
        HouseholdChoice = "household_choice",
        /// For how many months a card is sold.
        CardMonths = "card_months",
        /// Days that decide when a card begins.
        CardDays = "card_days",
        /// What no text settles yet.
        Setting = "setting",
    }
}
text_enum! {
    /// What a value counts.
    pub enum Unit {
        /// Whole đồng.
        Vnd = "vnd",
        /// Parts per million.
        Ppm = "ppm",
        /// Months.
        Months = "months",
        /// Days.
        Days = "days",
        /// A plain number.
        Count = "count",
        /// One of a few ways, by number.
        Choice = "choice",
    }
}
text_enum! {
    /// How sure we are of a fact.
    pub enum Confidence {
        /// Read in a source.
        Verified = "verified",
        /// Known, weakly supported.
        Known = "known",
        /// To be confirmed.
        Uncertain = "uncertain",
    }
}

/// Which keys a kind has.
#[derive(Debug, Clone, Copy)]
pub enum Keys {
    /// None: there is one fact of this kind.
    None,
    /// One of these words.
    Words(&'static [&'static str]),
    /// A code of the list `group`, or one of these words.
    GroupOr(&'static [&'static str]),
}

/// A kind with everything that is known of it.
#[derive(Debug)]
pub struct KindSpec {
    pub kind: RateKind,
    pub unit: Unit,
    pub keys: Keys,
    pub least: i64,
    pub most: i64,
    pub means: Text,
}

const fn spec(
    kind: RateKind,
    unit: Unit,
    keys: Keys,
    (least, most): (i64, i64),
    vi: &'static str,
    en: &'static str,
) -> KindSpec {
    KindSpec { kind, unit, keys, least, most, means: Text { vi, en } }
}

const WHOLE: (i64, i64) = (0, 1_000_000);
const MONEY: (i64, i64) = (1_000, 1_000_000_000);

/// Every kind. A new one is a line here and its values in `config/seed/rates.toml`.
pub const KINDS: &[KindSpec] = &[
    spec(
        RateKind::BaseSalary,
        Unit::Vnd,
        Keys::None,
        MONEY,
        "Lương cơ sở, mức tham chiếu",
        "Base salary, reference level",
    ),
    spec(RateKind::RuralPovertyLine, Unit::Vnd, Keys::None, MONEY, "Chuẩn hộ nghèo nông thôn", "Rural poverty line"),
    spec(
        RateKind::RegionalMinimumWage,
        Unit::Vnd,
        Keys::Words(&["I", "II", "III", "IV"]),
        MONEY,
        "Lương tối thiểu vùng",
        "Regional minimum wage",
    ),
    spec(
        RateKind::FundInterest,
        Unit::Ppm,
        Keys::None,
        (0, 100_000),
        "Lãi suất đầu tư quỹ bình quân tháng",
        "Average monthly interest of the fund",
    ),
    spec(
        RateKind::ContributionRate,
        Unit::Ppm,
        Keys::Words(&["bhxh_tn", "bhyt", "bhtn_employee", "bhtn_employer"]),
        WHOLE,
        "Tỷ lệ đóng",
        "Contribution rate",
    ),
    spec(
        RateKind::IncomeCeilingMultiple,
        Unit::Count,
        Keys::None,
        (1, 100),
        "Mức thu nhập cao nhất, số lần lương cơ sở",
        "Highest income in base salaries",
    ),
    spec(
        RateKind::IncomeStep,
        Unit::Vnd,
        Keys::None,
        (1, 10_000_000),
        "Bậc thu nhập trên mức thấp nhất",
        "Step of the income above the floor",
    ),
    spec(
        RateKind::WageCapMultiple,
        Unit::Count,
        Keys::None,
        (1, 100),
        "Tiền lương đóng BHTN cao nhất, số lần lương tối thiểu vùng",
        "Highest wage for unemployment insurance in minimum wages",
    ),
    spec(
        RateKind::StateSupportBhxhTn,
        Unit::Ppm,
        Keys::GroupOr(&["other"]),
        WHOLE,
        "Nhà nước hỗ trợ BHXH tự nguyện, trên mức đóng theo chuẩn nghèo",
        "State support of voluntary social insurance, of the contribution at the floor",
    ),
    spec(
        RateKind::StateSupportBhyt,
        Unit::Ppm,
        Keys::GroupOr(&[]),
        WHOLE,
        "Nhà nước hỗ trợ BHYT, trên mức đóng",
        "State support of health insurance, of the contribution",
    ),
    spec(
        RateKind::SupportMonthsCap,
        Unit::Months,
        Keys::GroupOr(&["bhxh_tn"]),
        (0, 600),
        "Số tháng được hỗ trợ tối đa",
        "Months supported at the most",
    ),
    spec(
        RateKind::DueMonths,
        Unit::Months,
        Keys::Words(&["month", "quarter", "half_year", "year"]),
        (1, 12),
        "Đóng chậm nhất hết tháng thứ mấy của kỳ",
        "Due by the end of which month of the period",
    ),
    spec(
        RateKind::PrepayYears,
        Unit::Count,
        Keys::Words(&["least", "most"]),
        (1, 20),
        "Số năm đóng trước",
        "Years paid ahead",
    ),
    spec(
        RateKind::PensionYears,
        Unit::Count,
        Keys::None,
        (1, 40),
        "Số năm đóng để hưởng lương hưu",
        "Years of contributions for a pension",
    ),
    spec(
        RateKind::MissingMonthsCap,
        Unit::Months,
        Keys::None,
        (0, 240),
        "Số tháng còn thiếu được đóng một lần",
        "Missing months that may be paid at once",
    ),
    spec(
        RateKind::HouseholdLadder,
        Unit::Ppm,
        Keys::Words(&["1", "2", "3", "4", "5"]),
        WHOLE,
        "Mức đóng của người thứ nhất đến thứ năm trở đi trong hộ",
        "What the first to the fifth and later members of a household pay",
    ),
    spec(
        RateKind::HouseholdChoice,
        Unit::Choice,
        Keys::GroupOr(&[]),
        (0, 1),
        "Nhóm được chọn đóng theo hộ gia đình (1: được)",
        "Group that may choose the household form (1: it may)",
    ),
    spec(
        RateKind::CardMonths,
        Unit::Choice,
        Keys::Words(&["1", "3", "6", "9", "12", "24"]),
        (0, 1),
        "Thời hạn thẻ hộ gia đình (1: được)",
        "Months of a household card (1: allowed)",
    ),
    spec(
        RateKind::CardDays,
        Unit::Days,
        Keys::Words(&["waiting", "gap", "ahead"]),
        (0, 3_660),
        "Số ngày chờ thẻ; số ngày gián đoạn; số ngày được đóng trước",
        "Days a card waits; days of a gap; days a card may begin after the payment",
    ),
    spec(
        RateKind::Setting,
        Unit::Choice,
        Keys::Words(&["base_at", "prepay_support", "late_interest"]),
        (0, 1),
        "Lương cơ sở tính ngày đóng (0) hay ngày thẻ có giá trị (1); hỗ trợ khi đóng trước không chiết khấu (0) hay chiết khấu (1); tháng chậm không tính lãi (0) hay lãi gộp (1)",
        "Base salary of the day of payment (0) or of the first day of cover (1); support paid ahead undiscounted (0) or discounted (1); late months without (0) or with compound interest (1)",
    ),
];

impl RateKind {
    /// What is known of this kind.
    pub fn spec(self) -> Option<&'static KindSpec> {
        KINDS.iter().find(|spec| spec.kind == self)
    }
}
