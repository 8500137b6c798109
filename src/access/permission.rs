//! Every right the program knows, one sentence each. A route names one or does not compile.
use crate::base::Text;

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $vi:literal, $en:literal;)*) => {
        /// A right that a route asks for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permission {
            /// Open to anybody, signed in or not; openness is written down too.
            Public,
            /// Open to every active user: what is shown is their own or belongs to no area.
            SignedIn,
            $($(#[$doc])* #[doc = $en] $name,)*
        }
        impl Permission {
            /// All rights that roles are made of.
            pub const ALL: &[Self] = &[$(Self::$name),*];
            /// `events.record`, as it is written in documents and answers.
            pub fn word(self) -> &'static str {
                match self { Self::Public => "public", Self::SignedIn => "signed_in", $(Self::$name => $word),* }
            }
            /// What it allows.
            pub fn sentence(self) -> Text {
                match self {
                    Self::Public => Text { vi: "Mở cho mọi người", en: "Open to anybody" },
                    Self::SignedIn => Text { vi: "Mọi người dùng đã đăng nhập", en: "Every active user" },
                    $(Self::$name => Text { vi: $vi, en: $en }),*
                }
            }
        }
    };
}

permissions! {
    UsersRead = "users.read", "Xem người dùng và quyền được giao", "See users and their grants";
    UsersManage = "users.manage", "Mời, sửa, khóa người dùng; giao và thu quyền", "Invite, change and disable users; give and take grants";
    AreasManage = "areas.manage", "Lập thôn, ấp, khóm dưới xã", "Make hamlets below communes";
    ListsManage = "lists.manage", "Thêm mục vào các danh mục", "Add entries to the code lists";
    OrganisationsManage = "organisations.manage", "Lập và sửa tổ chức, địa bàn của tổ chức", "Make and change organisations and their territory";
    DocumentsRead = "documents.read", "Xem văn bản và tình hình triển khai", "See documents and their cascade";
    DocumentsManage = "documents.manage", "Vào sổ và sửa văn bản", "Register and change documents";
    CampaignsRead = "campaigns.read", "Xem đợt vận động", "See campaigns";
    CampaignsManage = "campaigns.manage", "Lập và sửa đợt vận động", "Make and change campaigns";
    EventsRead = "events.read", "Xem hội nghị, đối thoại, tập huấn", "See events";
    EventsRecord = "events.record", "Ghi, chốt, hủy sự kiện; trả lời câu hỏi", "Record, close and cancel events; answer questions";
    EventsMerge = "events.merge", "Gộp sự kiện ghi trùng", "Merge events entered twice";
    MediaRead = "media.read", "Xem tin bài, phát sóng, pano", "See media outputs";
    MediaRecord = "media.record", "Ghi tin bài, phát sóng, pano", "Record media outputs";
    SupervisionRead = "supervision.read", "Xem ban chỉ đạo, kiểm tra, khen thưởng", "See committees, inspections and commendations";
    SupervisionManage = "supervision.manage", "Ghi ban chỉ đạo, kiểm tra, khen thưởng", "Record committees, inspections and commendations";
    TargetsRead = "targets.read", "Xem chỉ tiêu và tiến độ", "See targets and progress";
    TargetsManage = "targets.manage", "Giao và phân bổ chỉ tiêu", "Set and allocate targets";
    CoverageRead = "coverage.read", "Xem độ bao phủ", "See coverage";
    CoverageRecord = "coverage.record", "Ghi số tham gia và mẫu số", "Record participants and denominators";
    FiguresRead = "figures.read", "Xem số liệu tổng hợp hoạt động", "See activity figures";
    FiguresExport = "figures.export", "Xuất số liệu ra CSV, XLSX", "Export figures as CSV or XLSX";
    PeopleRead = "people.read", "Xem hộ và người trên địa bàn", "See households and people";
    PeopleManage = "people.manage", "Ghi và sửa hộ, người, nhóm, đồng ý", "Record and change households, people, groups, consents";
    PeopleLookup = "people.lookup", "Tra người theo CCCD, mã số, thẻ, điện thoại", "Find people by identity number, card or telephone";
    PeopleReveal = "people.reveal", "Xem đầy đủ một số định danh (có ghi nhật ký)", "See one identity number in full (audited)";
    PeopleMerge = "people.merge", "Gộp người, hộ ghi trùng", "Merge people and households entered twice";
    VisitsRead = "visits.read", "Xem lượt đến nhà và việc hẹn", "See visits and follow-ups";
    VisitsRecord = "visits.record", "Ghi lượt đến nhà và việc hẹn", "Record visits and follow-ups";
    WalkListsRead = "walk_lists.read", "Xem danh sách đến nhà", "See walk lists";
    WalkListsManage = "walk_lists.manage", "Lập, giao, đóng danh sách đến nhà", "Make, assign and close walk lists";
    RatesManage = "rates.manage", "Nhập mức đóng, mức hỗ trợ theo văn bản mới", "Record rates of new decrees";
    SupportRulesManage = "support_rules.manage", "Nhập quy định hỗ trợ của địa phương", "Record and end local support rules";
    QuotesMake = "quotes.make", "Tính mức đóng, lưu báo giá", "Make and keep quotes";
    ImportsManage = "imports.manage", "Nhập danh sách từ tệp, hoàn tác lần nhập", "Import rosters from files, and take imports back";
    EnrolmentsRead = "enrolments.read", "Xem hồ sơ tham gia và tình trạng", "See enrolments and where they stand";
    EnrolmentsMoney = "enrolments.money", "Xem số tiền, biên lai của hồ sơ tham gia", "See the amounts and receipts of enrolments";
    EnrolmentsRecord = "enrolments.record", "Lập hồ sơ tham gia, kê khai, thu tiền; nhận hộ được chuyển giao", "Make enrolments, declare and take payment; accept hand-overs";
    EnrolmentsManage = "enrolments.manage", "Nộp hồ sơ theo đợt, ghi trả lời của cơ quan BHXH, hoàn tiền, hủy ghi thu", "Hand in batches, enter the office's answers, refund, take a payment back";
    PapersMake = "papers.make", "Lập và tải D03-TS, D05-TS, danh sách hộ, sổ biên lai (có ghi nhật ký)", "Make and take out D03-TS, D05-TS, household lists, receipt registers (audited)";
    PaperLayoutsManage = "paper_layouts.manage", "Nhập mẫu biểu mới theo văn bản", "Record layouts of papers of new decisions";
    OfficeListsRead = "office_lists.read", "Xem danh sách của cơ quan BHXH gửi đến", "See the lists that the social security office sends";
    OfficeListsManage = "office_lists.manage", "Nhập, áp dụng và đối chiếu danh sách của cơ quan BHXH", "Bring, apply and reconcile the lists of the social security office";
    RemunerationRead = "remuneration.read", "Xem thù lao của mình", "See the own remuneration";
    RemunerationManage = "remuneration.manage", "Nhập mức thù lao, lập bảng thù lao hằng tháng", "Record rates of remuneration, draw up monthly statements";
    EvaluationsRead = "evaluations.read", "Xem các đánh giá đã đăng ký và kết quả", "See registered comparisons and what they came to";
    EvaluationsManage = "evaluations.manage", "Đăng ký đánh giá, bốc thăm, xem kết quả, rút đánh giá", "Register comparisons, draw by lot, look at their figures, withdraw them";
    HandOversUse = "hand_overs.use", "Chuyển giao hộ quan tâm cho tổ chức dịch vụ thu", "Hand interested households over to a collection organisation";
    HandOversManage = "hand_overs.manage", "Theo dõi việc chuyển giao chậm", "Watch hand-overs that wait";
    TouchesRead = "touches.read", "Xem sổ tiếp xúc: người dự sự kiện, tin nhắn, lượt gặp trước khi đăng ký", "See recorded touches: who was at an event, messages, visits before a sign-up";
    TouchesRecord = "touches.record", "Ghi người dự sự kiện, ghi tin nhắn đã gửi", "Record who was at an event and what messages were sent";
    TouchWindowsManage = "touch_windows.manage", "Đặt số ngày được tính một lần tiếp xúc", "Set for how many days a touch counts";
    AttributionRead = "attribution.read", "Xem phân bổ ghi nhận theo kênh, loại sự kiện, tổ chức", "See recorded credit by channel, event type, organisation";
    SyncUse = "sync.use", "Dùng điện thoại đồng bộ ngoại tuyến", "Sync a phone that works offline";
    SyncSupervise = "sync.supervise", "Theo dõi điện thoại, xử lý xung đột và việc bị từ chối", "Watch phones, settle conflicts and refusals";
    AuditRead = "audit.read", "Xem nhật ký thao tác", "Read the audit trail";
}
