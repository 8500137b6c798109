//! The tables, as `scripts/schema.py` reads them from `migrations/sqlite`. Not edited by hand.

diesel::table! {
    activity_cells (area_id, grouping, grain, on_day, group_key) {
        area_id -> Text,
        grouping -> Text,
        grain -> Text,
        on_day -> Date,
        group_key -> Text,
        parent_id -> Text,
        events -> BigInt,
        sessions -> BigInt,
        attendances -> BigInt,
        people -> BigInt,
        heads_more -> BigInt,
        heads_nearly -> BigInt,
        heads_approx -> BigInt,
        sessions_more -> BigInt,
        sessions_nearly -> BigInt,
        sessions_approx -> BigInt,
    }
}

diesel::table! {
    area_closure (ancestor_id, descendant_id) {
        ancestor_id -> Text,
        descendant_id -> Text,
        via -> Text,
        depth -> Integer,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
    }
}

diesel::table! {
    area_code_aliases (alias) {
        alias -> Text,
        code -> Text,
    }
}

diesel::table! {
    area_labels (area_id, valid_from) {
        area_id -> Text,
        valid_from -> Date,
        kind -> Text,
        name -> Text,
        full_name -> Text,
        legal_basis -> Text,
    }
}

diesel::table! {
    area_successions (old_id, new_id) {
        old_id -> Text,
        new_id -> Text,
        on_day -> Date,
        share -> Text,
        note -> Text,
    }
}

diesel::table! {
    areas (id) {
        id -> Text,
        code -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        level -> Text,
        parent_id -> Nullable<Text>,
        lat -> Nullable<Double>,
        lon -> Nullable<Double>,
        kind -> Text,
        name -> Text,
        full_name -> Text,
        name_key -> Text,
        full_name_key -> Text,
        sort_key -> Text,
        rev -> BigInt,
    }
}

diesel::table! {
    audit_lines (n) {
        n -> BigInt,
        at -> Timestamp,
        actor_id -> Nullable<Text>,
        session_id -> Nullable<Text>,
        request_id -> Text,
        action -> Text,
        entity -> Text,
        entity_id -> Text,
        area_id -> Nullable<Text>,
        fields -> Text,
        prev -> Text,
        hash -> Text,
    }
}

diesel::table! {
    campaign_documents (campaign_id, document_id) {
        campaign_id -> Text,
        document_id -> Text,
    }
}

diesel::table! {
    campaigns (id) {
        id -> Text,
        code -> Text,
        name -> Text,
        name_key -> Text,
        area_id -> Text,
        owner_id -> Text,
        schemes -> Text,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
        created_at -> Timestamp,
        rev -> BigInt,
    }
}

diesel::table! {
    code_lists (list, code) {
        list -> Text,
        code -> Text,
        name_vi -> Text,
        name_en -> Text,
        position -> Integer,
    }
}

diesel::table! {
    commendations (id) {
        id -> Text,
        awarded_by_id -> Text,
        area_id -> Text,
        form -> Text,
        collectives -> Integer,
        individuals -> Integer,
        reason -> Text,
        awarded_on -> Nullable<Date>,
        period_from -> Nullable<Date>,
        period_to -> Nullable<Date>,
        document_id -> Nullable<Text>,
        created_at -> Timestamp,
        rev -> BigInt,
    }
}

diesel::table! {
    committee_members (id) {
        id -> Text,
        committee_id -> Text,
        area_id -> Text,
        role -> Text,
        position -> Text,
        represents_id -> Nullable<Text>,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        rev -> BigInt,
    }
}

diesel::table! {
    coverage_snapshots (id) {
        id -> Text,
        area_id -> Text,
        scheme -> Text,
        as_of -> Date,
        participants -> Nullable<BigInt>,
        participants_qualifier -> Text,
        denominator_id -> Nullable<Text>,
        basis -> Text,
        published_hundredths -> Nullable<BigInt>,
        published_qualifier -> Text,
        source -> Text,
        phrase -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    data_keys (n) {
        n -> Integer,
        wrapped -> Text,
    }
}

diesel::table! {
    denominators (id) {
        id -> Text,
        area_id -> Text,
        kind -> Text,
        as_of -> Date,
        people -> BigInt,
        qualifier -> Text,
        source -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    document_aliases (document_id, number) {
        document_id -> Text,
        number -> Text,
        number_key -> Text,
    }
}

diesel::table! {
    document_co_signers (document_id, organisation_id) {
        document_id -> Text,
        organisation_id -> Text,
    }
}

diesel::table! {
    document_links (document_id, implements_id) {
        document_id -> Text,
        implements_id -> Text,
    }
}

diesel::table! {
    documents (id) {
        id -> Text,
        number -> Nullable<Text>,
        number_key -> Nullable<Text>,
        title -> Text,
        search_key -> Text,
        kind -> Text,
        issuer_id -> Text,
        issued_on -> Nullable<Date>,
        area_id -> Text,
        copies -> Integer,
        copies_qualifier -> Text,
        period_from -> Nullable<Date>,
        period_to -> Nullable<Date>,
        note -> Nullable<Text>,
        created_at -> Timestamp,
        rev -> BigInt,
    }
}

diesel::table! {
    event_headcounts (id) {
        id -> Text,
        event_id -> Text,
        venue_id -> Nullable<Text>,
        measure -> Text,
        audience -> Nullable<Text>,
        people -> BigInt,
        qualifier -> Text,
        position -> Integer,
    }
}

diesel::table! {
    event_merges (id) {
        id -> Text,
        kept_id -> Text,
        merged_id -> Text,
        merged_at -> Timestamp,
        merged_by -> Nullable<Text>,
        undone_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    event_partners (event_id, organisation_id) {
        event_id -> Text,
        organisation_id -> Text,
        role -> Text,
    }
}

diesel::table! {
    event_questions (id) {
        id -> Text,
        event_id -> Text,
        topic -> Nullable<Text>,
        question -> Text,
        answer -> Nullable<Text>,
        answered_on -> Nullable<Date>,
        owed_by_id -> Nullable<Text>,
        due_on -> Nullable<Date>,
        position -> Integer,
        rev -> BigInt,
    }
}

diesel::table! {
    event_types (code) {
        code -> Text,
        name_vi -> Text,
        name_en -> Text,
        counts_people -> Bool,
        position -> Integer,
    }
}

diesel::table! {
    event_venues (id) {
        id -> Text,
        event_id -> Text,
        area_id -> Text,
        name -> Text,
        host_id -> Nullable<Text>,
        position -> Integer,
    }
}

diesel::table! {
    events (id) {
        id -> Text,
        campaign_id -> Nullable<Text>,
        event_type -> Text,
        title -> Text,
        search_key -> Text,
        starts_on -> Nullable<Date>,
        ends_on -> Nullable<Date>,
        counted_on -> Nullable<Date>,
        period_label -> Nullable<Text>,
        sessions -> Integer,
        sessions_qualifier -> Text,
        area_id -> Text,
        organiser_id -> Text,
        organisers_unclear -> Bool,
        schemes -> Text,
        status -> Text,
        outcome -> Nullable<Text>,
        cancel_reason -> Nullable<Text>,
        phrase -> Nullable<Text>,
        note -> Nullable<Text>,
        closed_at -> Nullable<Timestamp>,
        merged_into_id -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        rev -> BigInt,
    }
}

diesel::table! {
    feed (rev) {
        rev -> BigInt,
        entity -> Text,
        entity_id -> Text,
        kind -> Text,
        area_id -> Nullable<Text>,
    }
}

diesel::table! {
    findings (id) {
        id -> Text,
        inspection_id -> Text,
        finding -> Text,
        recommendation -> Nullable<Text>,
        responsible_id -> Nullable<Text>,
        due_on -> Nullable<Date>,
        resolved_on -> Nullable<Date>,
        resolution -> Nullable<Text>,
        position -> Integer,
        rev -> BigInt,
    }
}

diesel::table! {
    grants (id) {
        id -> Text,
        user_id -> Text,
        role -> Text,
        area_id -> Text,
        organisation_id -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        granted_by -> Nullable<Text>,
        created_at -> Timestamp,
        rev -> BigInt,
    }
}

diesel::table! {
    idempotency_keys (key_hash) {
        key_hash -> Text,
        request_hash -> Text,
        status -> Integer,
        location -> Nullable<Text>,
        etag -> Nullable<Text>,
        body -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    inspection_partners (inspection_id, organisation_id) {
        inspection_id -> Text,
        organisation_id -> Text,
    }
}

diesel::table! {
    inspections (id) {
        id -> Text,
        lead_id -> Text,
        area_id -> Text,
        subject_id -> Nullable<Text>,
        period_label -> Text,
        every_months -> Nullable<Integer>,
        planned_on -> Nullable<Date>,
        held_on -> Nullable<Date>,
        status -> Text,
        note -> Nullable<Text>,
        created_at -> Timestamp,
        rev -> BigInt,
    }
}

diesel::table! {
    ledger (id) {
        id -> Integer,
        audit_n -> BigInt,
        audit_hash -> Text,
        feed_n -> BigInt,
        feed_epoch -> Text,
        key_check -> Text,
    }
}

diesel::table! {
    mail_tickets (id) {
        id -> Text,
        user_id -> Text,
        purpose -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    media_outputs (id) {
        id -> Text,
        kind -> Text,
        organisation_id -> Text,
        area_id -> Text,
        published_on -> Nullable<Date>,
        period_from -> Nullable<Date>,
        period_to -> Nullable<Date>,
        title -> Text,
        copies -> BigInt,
        copies_qualifier -> Text,
        per -> Nullable<Text>,
        campaign_id -> Nullable<Text>,
        note -> Nullable<Text>,
        created_at -> Timestamp,
        rev -> BigInt,
    }
}

diesel::table! {
    member_tasks (id) {
        id -> Text,
        member_id -> Text,
        task -> Text,
        due_on -> Nullable<Date>,
        done_on -> Nullable<Date>,
        position -> Integer,
    }
}

diesel::table! {
    organisation_territories (organisation_id, area_id, valid_from) {
        organisation_id -> Text,
        area_id -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
    }
}

diesel::table! {
    organisations (id) {
        id -> Text,
        name -> Text,
        short_name -> Nullable<Text>,
        name_key -> Text,
        short_key -> Text,
        sort_key -> Text,
        kind -> Text,
        area_id -> Text,
        parent_id -> Nullable<Text>,
        created_at -> Timestamp,
        rev -> BigInt,
    }
}

diesel::table! {
    outgoing_mails (id) {
        id -> Text,
        user_id -> Text,
        letter -> Text,
        params -> Text,
        state -> Text,
        attempts -> Integer,
        next_at -> Timestamp,
        last_error -> Nullable<Text>,
        created_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    refresh_tokens (id) {
        id -> Text,
        session_id -> Text,
        parent_id -> Nullable<Text>,
        child_id -> Nullable<Text>,
        created_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        user_id -> Text,
        created_at -> Timestamp,
        last_used_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        ended_why -> Nullable<Text>,
    }
}

diesel::table! {
    targets (id) {
        id -> Text,
        area_id -> Text,
        organisation_id -> Nullable<Text>,
        scheme -> Text,
        measure -> Text,
        period -> Text,
        value_hundredths -> BigInt,
        qualifier -> Text,
        basis -> Nullable<Text>,
        document_id -> Nullable<Text>,
        source -> Nullable<Text>,
        note -> Nullable<Text>,
        parent_id -> Nullable<Text>,
        decided_on -> Date,
        difference_explained -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    users (id) {
        id -> Text,
        username -> Text,
        full_name -> Text,
        name_sort -> Text,
        email -> Nullable<Text>,
        lang -> Text,
        status -> Text,
        password_hash -> Nullable<Text>,
        token_version -> Integer,
        home_area_id -> Text,
        created_at -> Timestamp,
        rev -> BigInt,
    }
}

diesel::joinable!(area_labels -> areas (area_id));
diesel::joinable!(campaign_documents -> campaigns (campaign_id));
diesel::joinable!(campaign_documents -> documents (document_id));
diesel::joinable!(campaigns -> areas (area_id));
diesel::joinable!(campaigns -> organisations (owner_id));
diesel::joinable!(commendations -> areas (area_id));
diesel::joinable!(commendations -> documents (document_id));
diesel::joinable!(commendations -> organisations (awarded_by_id));
diesel::joinable!(committee_members -> areas (area_id));
diesel::joinable!(coverage_snapshots -> areas (area_id));
diesel::joinable!(coverage_snapshots -> denominators (denominator_id));
diesel::joinable!(denominators -> areas (area_id));
diesel::joinable!(document_aliases -> documents (document_id));
diesel::joinable!(document_co_signers -> documents (document_id));
diesel::joinable!(document_co_signers -> organisations (organisation_id));
diesel::joinable!(documents -> areas (area_id));
diesel::joinable!(documents -> organisations (issuer_id));
diesel::joinable!(event_headcounts -> event_venues (venue_id));
diesel::joinable!(event_headcounts -> events (event_id));
diesel::joinable!(event_partners -> events (event_id));
diesel::joinable!(event_partners -> organisations (organisation_id));
diesel::joinable!(event_questions -> events (event_id));
diesel::joinable!(event_questions -> organisations (owed_by_id));
diesel::joinable!(event_venues -> areas (area_id));
diesel::joinable!(event_venues -> events (event_id));
diesel::joinable!(event_venues -> organisations (host_id));
diesel::joinable!(events -> areas (area_id));
diesel::joinable!(events -> campaigns (campaign_id));
diesel::joinable!(events -> event_types (event_type));
diesel::joinable!(events -> organisations (organiser_id));
diesel::joinable!(findings -> inspections (inspection_id));
diesel::joinable!(findings -> organisations (responsible_id));
diesel::joinable!(grants -> areas (area_id));
diesel::joinable!(grants -> organisations (organisation_id));
diesel::joinable!(grants -> users (user_id));
diesel::joinable!(inspection_partners -> inspections (inspection_id));
diesel::joinable!(inspection_partners -> organisations (organisation_id));
diesel::joinable!(inspections -> areas (area_id));
diesel::joinable!(mail_tickets -> users (user_id));
diesel::joinable!(media_outputs -> areas (area_id));
diesel::joinable!(media_outputs -> campaigns (campaign_id));
diesel::joinable!(media_outputs -> organisations (organisation_id));
diesel::joinable!(member_tasks -> committee_members (member_id));
diesel::joinable!(organisation_territories -> areas (area_id));
diesel::joinable!(organisation_territories -> organisations (organisation_id));
diesel::joinable!(organisations -> areas (area_id));
diesel::joinable!(outgoing_mails -> users (user_id));
diesel::joinable!(refresh_tokens -> sessions (session_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(targets -> areas (area_id));
diesel::joinable!(targets -> documents (document_id));
diesel::joinable!(targets -> organisations (organisation_id));
diesel::joinable!(users -> areas (home_area_id));

diesel::allow_tables_to_appear_in_same_query!(
    activity_cells,
    area_closure,
    area_code_aliases,
    area_labels,
    area_successions,
    areas,
    audit_lines,
    campaign_documents,
    campaigns,
    code_lists,
    commendations,
    committee_members,
    coverage_snapshots,
    data_keys,
    denominators,
    document_aliases,
    document_co_signers,
    document_links,
    documents,
    event_headcounts,
    event_merges,
    event_partners,
    event_questions,
    event_types,
    event_venues,
    events,
    feed,
    findings,
    grants,
    idempotency_keys,
    inspection_partners,
    inspections,
    ledger,
    mail_tickets,
    media_outputs,
    member_tasks,
    organisation_territories,
    organisations,
    outgoing_mails,
    refresh_tokens,
    sessions,
    targets,
    users,
);
