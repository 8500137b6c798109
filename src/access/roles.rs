//! Role → permissions, one table.
use super::permission::Permission::{self, *};
use crate::base::text_enum::text_enum;

text_enum! {
    /// What somebody is trusted with, over an area and for a time.
    pub enum Role {
        /// Runs the installation: users, code lists, areas.
        SystemAdmin = "system_admin",
        /// The propaganda board, the steering committee, the social security office: plans and reviews.
        ProvinceBoard = "province_board",
        /// The commune official: records what was done in the commune.
        CommuneOfficial = "commune_official",
        /// Hamlet head, volunteer: visits only.
        FieldWorker = "field_worker",
        /// Leads a collection organisation's people.
        CollectorManager = "collector_manager",
        /// Signs people up for the own organisation.
        Collector = "collector",
        /// Sees aggregates, no personal data.
        Analyst = "analyst",
        /// Reads the audit trail, no personal data.
        Auditor = "auditor",
    }
}

impl Role {
    /// What the role may do.
    pub fn permissions(self) -> &'static [Permission] {
        match self {
            Self::SystemAdmin => &[
                UsersRead,
                UsersManage,
                AreasManage,
                ListsManage,
                OrganisationsManage,
                RatesManage,
                PaperLayoutsManage,
                AuditRead,
            ],
            Self::ProvinceBoard => &[
                UsersRead,
                UsersManage,
                AreasManage,
                ListsManage,
                OrganisationsManage,
                DocumentsRead,
                DocumentsManage,
                CampaignsRead,
                CampaignsManage,
                EventsRead,
                EventsRecord,
                EventsMerge,
                MediaRead,
                MediaRecord,
                SupervisionRead,
                SupervisionManage,
                TargetsRead,
                TargetsManage,
                CoverageRead,
                CoverageRecord,
                FiguresRead,
                FiguresExport,
                PeopleRead,
                PeopleManage,
                PeopleLookup,
                PeopleReveal,
                PeopleMerge,
                VisitsRead,
                VisitsRecord,
                WalkListsRead,
                WalkListsManage,
                RatesManage,
                SupportRulesManage,
                QuotesMake,
                ImportsManage,
                EnrolmentsRead,
                EnrolmentsMoney,
                EnrolmentsRecord,
                EnrolmentsManage,
                PapersMake,
                RemunerationRead,
                RemunerationManage,
                PaperLayoutsManage,
                OfficeListsRead,
                OfficeListsManage,
                EvaluationsRead,
                EvaluationsManage,
                HandOversUse,
                HandOversManage,
                TouchesRead,
                TouchesRecord,
                TouchWindowsManage,
                AttributionRead,
                SyncUse,
                SyncSupervise,
            ],
            Self::CommuneOfficial => &[
                AreasManage,
                DocumentsRead,
                CampaignsRead,
                EventsRead,
                EventsRecord,
                MediaRead,
                MediaRecord,
                SupervisionRead,
                TargetsRead,
                CoverageRead,
                FiguresRead,
                FiguresExport,
                PeopleRead,
                PeopleManage,
                PeopleLookup,
                PeopleReveal,
                PeopleMerge,
                VisitsRead,
                VisitsRecord,
                WalkListsRead,
                WalkListsManage,
                QuotesMake,
                ImportsManage,
                EnrolmentsRead,
                HandOversUse,
                HandOversManage,
                TouchesRead,
                TouchesRecord,
                AttributionRead,
                SyncUse,
                SyncSupervise,
            ],
            Self::FieldWorker => &[
                CampaignsRead,
                EventsRead,
                PeopleRead,
                PeopleManage,
                VisitsRead,
                VisitsRecord,
                WalkListsRead,
                QuotesMake,
                HandOversUse,
                SyncUse,
            ],
            Self::CollectorManager => &[
                CampaignsRead,
                EventsRead,
                TargetsRead,
                CoverageRead,
                FiguresRead,
                PeopleRead,
                PeopleManage,
                PeopleLookup,
                PeopleReveal,
                PeopleMerge,
                VisitsRead,
                VisitsRecord,
                WalkListsRead,
                QuotesMake,
                ImportsManage,
                EnrolmentsRead,
                EnrolmentsMoney,
                EnrolmentsRecord,
                EnrolmentsManage,
                PapersMake,
                OfficeListsRead,
                OfficeListsManage,
                RemunerationRead,
                RemunerationManage,
                HandOversUse,
                HandOversManage,
                TouchesRead,
                TouchesRecord,
                AttributionRead,
                SyncUse,
                SyncSupervise,
            ],
            Self::Collector => &[
                CampaignsRead,
                EventsRead,
                PeopleRead,
                PeopleManage,
                PeopleLookup,
                PeopleReveal,
                VisitsRead,
                VisitsRecord,
                WalkListsRead,
                QuotesMake,
                EnrolmentsRead,
                EnrolmentsMoney,
                EnrolmentsRecord,
                OfficeListsRead,
                RemunerationRead,
                HandOversUse,
                TouchesRead,
                TouchesRecord,
                SyncUse,
            ],
            Self::Analyst => &[
                DocumentsRead,
                CampaignsRead,
                EventsRead,
                MediaRead,
                SupervisionRead,
                TargetsRead,
                CoverageRead,
                FiguresRead,
                FiguresExport,
                AttributionRead,
                EvaluationsRead,
            ],
            Self::Auditor => &[AuditRead],
        }
    }
    /// Whether the role works for one collection organisation, and of what belongs to an organisation sees its own alone.
    pub fn is_collecting(self) -> bool {
        matches!(self, Self::Collector | Self::CollectorManager)
    }
    /// Whether the role has this right.
    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }
    /// Whether a holder of this role may grant `other`: never more than the own role allows.
    /// A system administrator appoints everybody.
    pub fn may_grant(self, other: Self) -> bool {
        self == Self::SystemAdmin || other.permissions().iter().all(|permission| self.may(*permission))
    }
}
