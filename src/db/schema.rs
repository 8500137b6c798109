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
        days -> Text,
    }
}

diesel::table! {
    area_boundaries (area_id, detail, valid_from, import_id) {
        import_id -> Text,
        area_id -> Text,
        detail -> Text,
        valid_from -> Date,
        path -> Text,
        x -> Integer,
        y -> Integer,
        west -> Integer,
        north -> Integer,
        east -> Integer,
        south -> Integer,
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
    attendance_cells (area_id, grouping, grain, on_day, group_key) {
        area_id -> Text,
        parent_id -> Text,
        grouping -> Text,
        grain -> Text,
        on_day -> Date,
        group_key -> Text,
        attended -> BigInt,
        led_on -> BigInt,
        days -> Text,
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
    boundary_imports (id) {
        id -> Text,
        file_name -> Text,
        sha256 -> Text,
        source -> Text,
        on_day -> Date,
        valid_from -> Nullable<Date>,
        areas -> BigInt,
        united -> BigInt,
        imported_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
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
    conflicts (id) {
        id -> Text,
        entity -> Text,
        entity_id -> Text,
        area_id -> Text,
        field -> Text,
        kept_sealed -> Text,
        losing_sealed -> Text,
        seal_key -> Integer,
        base_rev -> BigInt,
        op_id -> Text,
        user_id -> Text,
        state -> Text,
        resolution -> Nullable<Text>,
        resolved_by -> Nullable<Text>,
        resolved_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        rev -> BigInt,
    }
}

diesel::table! {
    consents (id) {
        id -> Text,
        person_id -> Text,
        area_id -> Text,
        purpose -> Text,
        text_version -> Text,
        given_at -> Timestamp,
        given_how -> Text,
        withdrawn_at -> Nullable<Timestamp>,
        withdrawn_how -> Nullable<Text>,
        recorded_by -> Nullable<Text>,
        created_at -> Timestamp,
        rev -> BigInt,
    }
}

diesel::table! {
    coverage_shifts (id) {
        id -> Text,
        area_id -> Text,
        scheme -> Text,
        on_day -> Date,
        kind -> Text,
        persons -> BigInt,
        qualifier -> Text,
        document_id -> Nullable<Text>,
        source -> Text,
        note -> Nullable<Text>,
        replaces_id -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
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
    covers (id) {
        id -> Text,
        person_id -> Text,
        area_id -> Text,
        scheme -> Text,
        state -> Text,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        known_on -> Date,
        source -> Text,
        recorded_by -> Nullable<Text>,
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
    devices (id) {
        id -> Text,
        user_id -> Text,
        area_id -> Nullable<Text>,
        epoch -> Text,
        complete_to -> BigInt,
        label -> Nullable<Text>,
        app_version -> Nullable<Text>,
        schema_version -> Integer,
        last_contact_at -> Timestamp,
        last_push_at -> Nullable<Timestamp>,
        reported_waiting -> Nullable<Integer>,
        reported_refused -> Nullable<Integer>,
        have_rev -> BigInt,
        clock_skew_s -> Nullable<BigInt>,
        created_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
        session_id -> Nullable<Text>,
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
    enrolment_batches (id) {
        id -> Text,
        organisation_id -> Text,
        area_id -> Text,
        scheme -> Text,
        handed_in_on -> Date,
        members -> Integer,
        taken_back_at -> Nullable<Timestamp>,
        taken_back_by -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        rev -> BigInt,
    }
}

diesel::table! {
    enrolment_cards (enrolment_id) {
        enrolment_id -> Text,
        number_sealed -> Text,
        number_index -> Text,
        seal_key -> Integer,
        issued_on -> Date,
    }
}

diesel::table! {
    enrolment_counts (enrolment_id) {
        enrolment_id -> Text,
        area_id -> Text,
        on_day -> Date,
        campaign_id -> Nullable<Text>,
        reached -> Text,
    }
}

diesel::table! {
    enrolment_instalments (id) {
        id -> Text,
        enrolment_id -> Text,
        paid_on -> Date,
        amount_vnd -> BigInt,
        recorded_by -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    enrolment_receipts (id) {
        id -> Text,
        enrolment_id -> Text,
        organisation_id -> Text,
        number -> Text,
        year -> Integer,
        issued_on -> Date,
        paid_on -> Date,
        amount_vnd -> BigInt,
        recorded_by -> Nullable<Text>,
        created_at -> Timestamp,
        voided_at -> Nullable<Timestamp>,
        voided_by -> Nullable<Text>,
        number_key -> Text,
    }
}

diesel::table! {
    enrolment_reversals (enrolment_id) {
        enrolment_id -> Text,
        from_month -> Date,
        months -> Integer,
        payer_vnd -> BigInt,
        state_vnd -> BigInt,
        local_vnd -> BigInt,
        other_vnd -> BigInt,
        reason -> Text,
        decided_on -> Date,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    enrolment_steps (id) {
        id -> Text,
        enrolment_id -> Text,
        n -> Integer,
        from_step -> Nullable<Text>,
        to_step -> Text,
        on_day -> Nullable<Date>,
        reason -> Nullable<Text>,
        why_sealed -> Nullable<Text>,
        seal_key -> Integer,
        by_id -> Nullable<Text>,
        at -> Timestamp,
    }
}

diesel::table! {
    enrolments (id) {
        id -> Text,
        person_id -> Text,
        household_id -> Text,
        area_id -> Text,
        organisation_id -> Text,
        collector_id -> Nullable<Text>,
        kept_quote_id -> Text,
        member_key -> Text,
        scheme -> Text,
        method -> Text,
        months -> Integer,
        quoted_on -> Date,
        period_from -> Date,
        paid_to -> Date,
        kept_to -> Date,
        due_by -> Nullable<Date>,
        lapsed_after -> Date,
        starts_on -> Date,
        income_vnd -> Nullable<BigInt>,
        full_vnd -> BigInt,
        state_vnd -> BigInt,
        local_vnd -> BigInt,
        other_vnd -> BigInt,
        payable_vnd -> BigInt,
        kind -> Text,
        step -> Text,
        source -> Text,
        source_id -> Nullable<Text>,
        batch_id -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        rev -> BigInt,
    }
}

diesel::table! {
    evaluation_looks (id) {
        id -> Text,
        evaluation_id -> Text,
        area_id -> Text,
        n -> Integer,
        looked_on -> Date,
        grade -> Text,
        result -> Text,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    evaluation_units (evaluation_id, n) {
        evaluation_id -> Text,
        n -> Integer,
        area_id -> Text,
        stratum -> Text,
        drawn_in -> Text,
        assigned -> Bool,
        first_month -> Nullable<Date>,
    }
}

diesel::table! {
    evaluations (id) {
        id -> Text,
        campaign_id -> Text,
        area_id -> Text,
        title -> Text,
        design -> Text,
        scheme -> Text,
        outcome -> Text,
        starts_on -> Date,
        ends_on -> Date,
        from_month -> Date,
        baseline_month -> Date,
        registered_late -> Bool,
        walk_list_id -> Nullable<Text>,
        first_doors -> Nullable<Integer>,
        seed -> Nullable<Text>,
        one_in -> Nullable<Integer>,
        cost_vnd -> Nullable<BigInt>,
        plan -> Text,
        withdrawn_at -> Nullable<Timestamp>,
        withdrawn_by -> Nullable<Text>,
        withdrawn_why -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    event_attendees (id) {
        id -> Text,
        event_id -> Text,
        person_id -> Text,
        area_id -> Text,
        recorded_by -> Nullable<Text>,
        created_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
        withdrawn_by -> Nullable<Text>,
        counted_area_id -> Text,
        led_on -> Bool,
        twice -> Bool,
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
    feed_epochs (position) {
        position -> Integer,
        feed_epoch -> Text,
        began_at -> BigInt,
        began_on -> Timestamp,
    }
}

diesel::table! {
    field_versions (entity, entity_id, field) {
        entity -> Text,
        entity_id -> Text,
        field -> Text,
        rev -> BigInt,
        device_id -> Nullable<Text>,
        epoch -> Nullable<Text>,
        others_rev -> BigInt,
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
    follow_ups (id) {
        id -> Text,
        household_id -> Text,
        person_id -> Nullable<Text>,
        area_id -> Text,
        scheme -> Nullable<Text>,
        due_from -> Date,
        due_to -> Date,
        priority -> Text,
        origin -> Text,
        origin_visit_id -> Nullable<Text>,
        assigned_to -> Nullable<Text>,
        status -> Text,
        closed_by_visit_id -> Nullable<Text>,
        closed_at -> Nullable<Timestamp>,
        closed_why_sealed -> Nullable<Text>,
        note_sealed -> Nullable<Text>,
        seal_key -> Integer,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        rev -> BigInt,
    }
}

diesel::table! {
    funnel_cells (area_id, grouping, grain, on_day, group_key) {
        area_id -> Text,
        parent_id -> Text,
        grouping -> Text,
        grain -> Text,
        on_day -> Date,
        group_key -> Text,
        listed -> BigInt,
        attempted -> BigInt,
        doors -> BigInt,
        met -> BigInt,
        talked -> BigInt,
        interested -> BigInt,
        led_on -> BigInt,
        signed -> BigInt,
        paid -> BigInt,
        issued -> BigInt,
        ended -> BigInt,
        renewed -> BigInt,
        days -> Text,
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
    group_claims (id) {
        id -> Text,
        household_id -> Text,
        person_id -> Nullable<Text>,
        area_id -> Text,
        group_code -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        evidence_number -> Nullable<Text>,
        evidence_on -> Nullable<Date>,
        recorded_by -> Nullable<Text>,
        created_at -> Timestamp,
        rev -> BigInt,
    }
}

diesel::table! {
    hand_over_people (hand_over_id, person_id) {
        hand_over_id -> Text,
        person_id -> Text,
    }
}

diesel::table! {
    hand_overs (id) {
        id -> Text,
        household_id -> Text,
        area_id -> Text,
        organisation_id -> Text,
        collector_id -> Nullable<Text>,
        schemes -> Text,
        visit_id -> Nullable<Text>,
        after_id -> Nullable<Text>,
        due_on -> Date,
        state -> Text,
        accepted_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
        reason -> Nullable<Text>,
        enrolment_id -> Nullable<Text>,
        note_sealed -> Nullable<Text>,
        why_sealed -> Nullable<Text>,
        seal_key -> Integer,
        given_by -> Nullable<Text>,
        created_at -> Timestamp,
        rev -> BigInt,
    }
}

diesel::table! {
    household_cells (area_id, grouping, grain, on_day, group_key) {
        area_id -> Text,
        parent_id -> Text,
        grouping -> Text,
        grain -> Text,
        on_day -> Date,
        group_key -> Text,
        known -> BigInt,
        called -> BigInt,
        met -> BigInt,
        days -> Text,
    }
}

diesel::table! {
    households (id) {
        id -> Text,
        area_id -> Text,
        name -> Text,
        name_key -> Text,
        name_sort -> Text,
        code -> Nullable<Text>,
        house_number -> Nullable<Text>,
        house_sort -> Text,
        address_sealed -> Nullable<Text>,
        landmark_sealed -> Nullable<Text>,
        latitude -> Nullable<Double>,
        longitude -> Nullable<Double>,
        accuracy_m -> Nullable<Integer>,
        do_not_contact -> Bool,
        status -> Text,
        note_sealed -> Nullable<Text>,
        seal_key -> Integer,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        rev -> BigInt,
        called -> Bool,
        met -> Bool,
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
    import_mappings (organisation_id, header_index) {
        organisation_id -> Text,
        header_index -> Text,
        fields -> Text,
        saved_at -> Timestamp,
    }
}

diesel::table! {
    import_pieces (id) {
        id -> Text,
        import_id -> Text,
        position -> Integer,
        new_rows -> Integer,
        fills_rows -> Integer,
        unchanged_rows -> Integer,
        warning_rows -> Integer,
        error_rows -> Integer,
        rows_sealed -> Text,
        verdicts_sealed -> Text,
        made_sealed -> Nullable<Text>,
        seal_key -> Integer,
    }
}

diesel::table! {
    imports (id) {
        id -> Text,
        area_id -> Text,
        organisation_id -> Nullable<Text>,
        file_name -> Text,
        kind -> Text,
        state -> Text,
        header_row -> Integer,
        header_index -> Text,
        mapping_from -> Text,
        columns_sealed -> Text,
        seal_key -> Integer,
        pieces -> Integer,
        pieces_done -> Integer,
        row_count -> Integer,
        new_rows -> Integer,
        fills_rows -> Integer,
        unchanged_rows -> Integer,
        warning_rows -> Integer,
        error_rows -> Integer,
        made_households -> Integer,
        made_persons -> Integer,
        filled_persons -> Integer,
        kept_records -> Integer,
        created_by -> Text,
        acted_by -> Nullable<Text>,
        created_at -> Timestamp,
        committed_at -> Nullable<Timestamp>,
        undone_at -> Nullable<Timestamp>,
        rev -> BigInt,
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
    joining_cells (area_id, grouping, grain, on_day, group_key) {
        area_id -> Text,
        parent_id -> Text,
        grouping -> Text,
        grain -> Text,
        on_day -> Date,
        group_key -> Text,
        days -> Text,
        new -> BigInt,
        re_activated -> BigInt,
        moved_in -> BigInt,
        renewed -> BigInt,
    }
}

diesel::table! {
    kept_quotes (id) {
        id -> Text,
        area_id -> Text,
        organisation_id -> Nullable<Text>,
        scheme -> Text,
        on_day -> Date,
        law_n -> BigInt,
        question_sealed -> Text,
        answer_sealed -> Text,
        seal_key -> Integer,
        members -> Integer,
        full_vnd -> BigInt,
        state_vnd -> BigInt,
        local_vnd -> BigInt,
        other_vnd -> BigInt,
        payable_vnd -> BigInt,
        starts_on -> Date,
        paid_to -> Date,
        due_by -> Nullable<Date>,
        valid_to -> Date,
        used_at -> Nullable<Timestamp>,
        kept_at -> Timestamp,
        kept_by -> Nullable<Text>,
        shown_vnd -> Nullable<BigInt>,
    }
}

diesel::table! {
    law_state (id) {
        id -> Integer,
        n -> BigInt,
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
        durable_rev -> BigInt,
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
    messages (id) {
        id -> Text,
        person_id -> Text,
        area_id -> Text,
        channel -> Text,
        sent_on -> Date,
        campaign_id -> Nullable<Text>,
        organisation_id -> Nullable<Text>,
        sent_by -> Nullable<Text>,
        created_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
        withdrawn_by -> Nullable<Text>,
    }
}

diesel::table! {
    objection_answers (id) {
        id -> Text,
        area_id -> Text,
        list -> Text,
        reason -> Text,
        answer -> Text,
        valid_from -> Date,
        document_id -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    objection_cells (area_id, grouping, grain, on_day, group_key) {
        area_id -> Text,
        parent_id -> Text,
        grouping -> Text,
        grain -> Text,
        on_day -> Date,
        group_key -> Text,
        stops -> BigInt,
        questions -> BigInt,
        answered -> BigInt,
        days -> Text,
    }
}

diesel::table! {
    office_list_pieces (id) {
        id -> Text,
        list_id -> Text,
        position -> Integer,
        waiting_sealed -> Text,
        seal_key -> Integer,
    }
}

diesel::table! {
    office_list_rows (id) {
        id -> Text,
        list_id -> Text,
        n -> Integer,
        row_sealed -> Nullable<Text>,
        finding -> Text,
        differs -> Text,
        enrolment_id -> Nullable<Text>,
        renewal_id -> Nullable<Text>,
        theirs_vnd -> Nullable<BigInt>,
        ours_vnd -> Nullable<BigInt>,
        settled_as -> Nullable<Text>,
        settled_by -> Nullable<Text>,
        settled_at -> Nullable<Timestamp>,
        why_sealed -> Nullable<Text>,
        seal_key -> Integer,
        rev -> BigInt,
    }
}

diesel::table! {
    office_lists (id) {
        id -> Text,
        kind -> Text,
        organisation_id -> Text,
        area_id -> Text,
        as_of -> Date,
        scheme -> Nullable<Text>,
        file_name -> Text,
        state -> Text,
        header_row -> Integer,
        columns_sealed -> Text,
        pieces -> Integer,
        pieces_done -> Integer,
        row_count -> Integer,
        looked_to -> Nullable<Text>,
        closed_why_sealed -> Nullable<Text>,
        seal_key -> Integer,
        created_by -> Text,
        acted_by -> Text,
        created_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
        rev -> BigInt,
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
    paper_batches (paper_id, batch_id) {
        paper_id -> Text,
        batch_id -> Text,
    }
}

diesel::table! {
    paper_endings (step_id) {
        step_id -> Text,
        paper_id -> Text,
    }
}

diesel::table! {
    paper_layouts (id) {
        id -> Text,
        paper -> Text,
        effective_from -> Date,
        doubt -> Nullable<Text>,
        layout -> Text,
        recorded_at -> Timestamp,
        recorded_by -> Nullable<Text>,
    }
}

diesel::table! {
    paper_pieces (id) {
        id -> Text,
        paper_id -> Text,
        position -> Integer,
        bytes_sealed -> Text,
        seal_key -> Integer,
    }
}

diesel::table! {
    papers (id) {
        id -> Text,
        paper -> Text,
        organisation_id -> Text,
        area_id -> Text,
        layout_id -> Text,
        number -> Nullable<Text>,
        household_id -> Nullable<Text>,
        from_day -> Date,
        to_day -> Date,
        state -> Text,
        line_count -> Integer,
        lines_done -> Integer,
        left_out -> Integer,
        full_vnd -> BigInt,
        payable_vnd -> BigInt,
        file_bytes -> BigInt,
        sha256 -> Nullable<Text>,
        failed_because -> Nullable<Text>,
        created_by -> Text,
        created_at -> Timestamp,
        ready_at -> Nullable<Timestamp>,
        rev -> BigInt,
    }
}

diesel::table! {
    person_merge_moves (merge_id, entity, row_id, detail) {
        merge_id -> Text,
        entity -> Text,
        row_id -> Text,
        detail -> Text,
    }
}

diesel::table! {
    person_merges (id) {
        id -> Text,
        kept_id -> Text,
        merged_id -> Text,
        merged_at -> Timestamp,
        merged_by -> Nullable<Text>,
        undone_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    person_name_words (person_id, position) {
        person_id -> Text,
        position -> Integer,
        tail_key -> Text,
        tail_exact -> Text,
        area_id -> Text,
    }
}

diesel::table! {
    persons (id) {
        id -> Text,
        household_id -> Text,
        area_id -> Text,
        full_name -> Text,
        name_key -> Text,
        name_sort -> Text,
        birth_year -> Nullable<Integer>,
        birth_sealed -> Nullable<Text>,
        sex -> Nullable<Text>,
        relation -> Nullable<Text>,
        citizen_sealed -> Nullable<Text>,
        citizen_index -> Nullable<Text>,
        insurance_sealed -> Nullable<Text>,
        insurance_index -> Nullable<Text>,
        card_sealed -> Nullable<Text>,
        card_index -> Nullable<Text>,
        phone_sealed -> Nullable<Text>,
        phone_index -> Nullable<Text>,
        do_not_contact -> Bool,
        status -> Text,
        note_sealed -> Nullable<Text>,
        merged_into_id -> Nullable<Text>,
        seal_key -> Integer,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        rev -> BigInt,
    }
}

diesel::table! {
    rates (id) {
        id -> Text,
        kind -> Text,
        key -> Text,
        value -> Nullable<BigInt>,
        effective_from -> Date,
        legal_basis -> Text,
        article -> Nullable<Text>,
        confidence -> Text,
        note -> Nullable<Text>,
        late_because -> Nullable<Text>,
        recorded_at -> Timestamp,
        recorded_n -> BigInt,
        recorded_by -> Nullable<Text>,
        withdrawn_at -> Nullable<Timestamp>,
        withdrawn_n -> Nullable<BigInt>,
        withdrawn_by -> Nullable<Text>,
        withdrawn_why -> Nullable<Text>,
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
    refused_ops (id) {
        id -> Text,
        op_id -> Nullable<Text>,
        payload_hash -> Text,
        device_id -> Text,
        epoch -> Text,
        user_id -> Text,
        area_id -> Nullable<Text>,
        entity -> Nullable<Text>,
        entity_id -> Nullable<Text>,
        code -> Text,
        field -> Nullable<Text>,
        quarantined -> Bool,
        payload_sealed -> Text,
        seal_key -> Integer,
        state -> Text,
        settled_by -> Nullable<Text>,
        settled_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        organisation_id -> Nullable<Text>,
    }
}

diesel::table! {
    remuneration_lines (id) {
        id -> Text,
        statement_id -> Text,
        organisation_id -> Text,
        area_id -> Text,
        collector_id -> Nullable<Text>,
        enrolment_id -> Text,
        paid_on -> Nullable<Date>,
        scheme -> Text,
        kind -> Text,
        months -> Integer,
        base_vnd -> BigInt,
        rate_id -> Nullable<Text>,
        rate_missing -> Bool,
        due_vnd -> BigInt,
        amount_vnd -> BigInt,
        adjusts_id -> Nullable<Text>,
    }
}

diesel::table! {
    remuneration_rates (id) {
        id -> Text,
        organisation_id -> Text,
        area_id -> Text,
        scheme -> Text,
        kind -> Text,
        min_months -> Integer,
        effective_from -> Date,
        share_ppm -> Nullable<BigInt>,
        per_head_vnd -> Nullable<BigInt>,
        legal_basis -> Text,
        recorded_at -> Timestamp,
        recorded_by -> Nullable<Text>,
    }
}

diesel::table! {
    remuneration_statements (id) {
        id -> Text,
        organisation_id -> Text,
        area_id -> Text,
        month -> Date,
        line_count -> Integer,
        missing -> Integer,
        base_vnd -> BigInt,
        amount_vnd -> BigInt,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    renewals (id) {
        id -> Text,
        person_id -> Text,
        household_id -> Text,
        area_id -> Text,
        organisation_id -> Text,
        collector_id -> Nullable<Text>,
        scheme -> Text,
        enrolment_id -> Nullable<Text>,
        chain_from -> Date,
        covered_from -> Date,
        paid_to -> Date,
        lapsed_after -> Date,
        state -> Text,
        renewed_by_id -> Nullable<Text>,
        reason -> Nullable<Text>,
        why_sealed -> Nullable<Text>,
        seal_key -> Integer,
        created_at -> Timestamp,
        rev -> BigInt,
        counted_area_id -> Text,
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
    support_rule_areas (rule_id, area_id) {
        rule_id -> Text,
        area_id -> Text,
    }
}

diesel::table! {
    support_rule_ends (rule_id) {
        rule_id -> Text,
        last_day -> Date,
        why -> Text,
        recorded_at -> Timestamp,
        recorded_n -> BigInt,
        recorded_by -> Nullable<Text>,
    }
}

diesel::table! {
    support_rules (id) {
        id -> Text,
        area_id -> Text,
        issuer_id -> Text,
        number -> Text,
        year -> Integer,
        document_id -> Nullable<Text>,
        scheme -> Text,
        all_groups -> Text,
        any_groups -> Text,
        none_groups -> Text,
        age_from -> Nullable<Integer>,
        age_to -> Nullable<Integer>,
        residency -> Text,
        basis -> Text,
        value -> BigInt,
        layers -> Text,
        stacking -> Text,
        cap_ppm -> BigInt,
        effective_from -> Date,
        effective_to -> Nullable<Date>,
        begins -> Text,
        max_months -> Nullable<Integer>,
        supersedes_id -> Nullable<Text>,
        article -> Nullable<Text>,
        note -> Nullable<Text>,
        recorded_at -> Timestamp,
        recorded_n -> BigInt,
        recorded_by -> Nullable<Text>,
    }
}

diesel::table! {
    sync_ops (op_id) {
        op_id -> Text,
        device_id -> Text,
        epoch -> Text,
        seq -> BigInt,
        user_id -> Text,
        entity -> Text,
        entity_id -> Text,
        kind -> Text,
        payload_hash -> Text,
        status -> Text,
        code -> Nullable<Text>,
        field -> Nullable<Text>,
        rev -> BigInt,
        occurred_at -> Nullable<Timestamp>,
        received_at -> Timestamp,
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
    touch_windows (id) {
        id -> Text,
        scheme -> Text,
        days -> Integer,
        valid_from -> Date,
        basis -> Text,
        recorded_at -> Timestamp,
        recorded_by -> Nullable<Text>,
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

diesel::table! {
    visit_interests (visit_id, person_id, scheme) {
        visit_id -> Text,
        person_id -> Text,
        scheme -> Text,
        interest -> Text,
    }
}

diesel::table! {
    visit_outcomes (code) {
        code -> Text,
        name_vi -> Text,
        name_en -> Text,
        met -> Bool,
        position -> Integer,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
    }
}

diesel::table! {
    visit_people (visit_id, person_id) {
        visit_id -> Text,
        person_id -> Text,
    }
}

diesel::table! {
    visits (id) {
        id -> Text,
        household_id -> Text,
        area_id -> Text,
        user_id -> Nullable<Text>,
        organisation_id -> Nullable<Text>,
        campaign_id -> Nullable<Text>,
        device_id -> Nullable<Text>,
        outing_id -> Nullable<Text>,
        occurred_at -> Timestamp,
        counted_at -> Timestamp,
        counted_on -> Date,
        clock_suspect -> Bool,
        outcome -> Text,
        reason -> Nullable<Text>,
        place_state -> Text,
        duration_min -> Nullable<Integer>,
        note_sealed -> Nullable<Text>,
        seal_key -> Integer,
        amends_id -> Nullable<Text>,
        amend_reason_sealed -> Nullable<Text>,
        amended_by_id -> Nullable<Text>,
        created_at -> Timestamp,
        rev -> BigInt,
        reached -> Text,
        led_on -> Bool,
    }
}

diesel::table! {
    walk_list_assignments (id) {
        id -> Text,
        list_id -> Text,
        user_id -> Text,
        why -> Text,
        until_day -> Nullable<Date>,
        assigned_by -> Nullable<Text>,
        assigned_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    walk_list_entries (list_id, position) {
        list_id -> Text,
        position -> Integer,
        household_id -> Text,
        never_met -> Bool,
        area_id -> Text,
        attempted -> Bool,
    }
}

diesel::table! {
    walk_list_reasons (list_id, position, n) {
        list_id -> Text,
        position -> Integer,
        n -> Integer,
        code -> Text,
        scheme -> Nullable<Text>,
        on_day -> Nullable<Date>,
        days -> Nullable<Integer>,
        persons -> Nullable<Integer>,
    }
}

diesel::table! {
    walk_lists (id) {
        id -> Text,
        name -> Text,
        area_id -> Text,
        campaign_id -> Nullable<Text>,
        criteria -> Text,
        ordered_by -> Text,
        seed -> Nullable<Text>,
        start_latitude -> Nullable<Double>,
        start_longitude -> Nullable<Double>,
        most -> Nullable<Integer>,
        cap_contacts -> Integer,
        cap_days -> Integer,
        as_of -> Date,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
        doors -> Integer,
        closed_at -> Nullable<Timestamp>,
        closed_by -> Nullable<Text>,
        closed_why_sealed -> Nullable<Text>,
        seal_key -> Integer,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        rev -> BigInt,
    }
}

diesel::joinable!(area_boundaries -> areas (area_id));
diesel::joinable!(area_boundaries -> boundary_imports (import_id));
diesel::joinable!(area_labels -> areas (area_id));
diesel::joinable!(campaign_documents -> campaigns (campaign_id));
diesel::joinable!(campaign_documents -> documents (document_id));
diesel::joinable!(campaigns -> areas (area_id));
diesel::joinable!(campaigns -> organisations (owner_id));
diesel::joinable!(commendations -> areas (area_id));
diesel::joinable!(commendations -> documents (document_id));
diesel::joinable!(commendations -> organisations (awarded_by_id));
diesel::joinable!(committee_members -> areas (area_id));
diesel::joinable!(conflicts -> areas (area_id));
diesel::joinable!(consents -> areas (area_id));
diesel::joinable!(consents -> persons (person_id));
diesel::joinable!(coverage_shifts -> areas (area_id));
diesel::joinable!(coverage_shifts -> documents (document_id));
diesel::joinable!(coverage_snapshots -> areas (area_id));
diesel::joinable!(coverage_snapshots -> denominators (denominator_id));
diesel::joinable!(covers -> areas (area_id));
diesel::joinable!(covers -> persons (person_id));
diesel::joinable!(denominators -> areas (area_id));
diesel::joinable!(devices -> areas (area_id));
diesel::joinable!(devices -> users (user_id));
diesel::joinable!(document_aliases -> documents (document_id));
diesel::joinable!(document_co_signers -> documents (document_id));
diesel::joinable!(document_co_signers -> organisations (organisation_id));
diesel::joinable!(documents -> areas (area_id));
diesel::joinable!(documents -> organisations (issuer_id));
diesel::joinable!(enrolment_batches -> areas (area_id));
diesel::joinable!(enrolment_batches -> organisations (organisation_id));
diesel::joinable!(enrolment_cards -> enrolments (enrolment_id));
diesel::joinable!(enrolment_counts -> enrolments (enrolment_id));
diesel::joinable!(enrolment_instalments -> enrolments (enrolment_id));
diesel::joinable!(enrolment_receipts -> enrolments (enrolment_id));
diesel::joinable!(enrolment_receipts -> organisations (organisation_id));
diesel::joinable!(enrolment_reversals -> enrolments (enrolment_id));
diesel::joinable!(enrolment_steps -> enrolments (enrolment_id));
diesel::joinable!(enrolments -> areas (area_id));
diesel::joinable!(enrolments -> households (household_id));
diesel::joinable!(enrolments -> kept_quotes (kept_quote_id));
diesel::joinable!(enrolments -> organisations (organisation_id));
diesel::joinable!(enrolments -> persons (person_id));
diesel::joinable!(evaluation_looks -> areas (area_id));
diesel::joinable!(evaluation_looks -> evaluations (evaluation_id));
diesel::joinable!(evaluation_units -> areas (area_id));
diesel::joinable!(evaluation_units -> evaluations (evaluation_id));
diesel::joinable!(evaluations -> areas (area_id));
diesel::joinable!(evaluations -> campaigns (campaign_id));
diesel::joinable!(evaluations -> walk_lists (walk_list_id));
diesel::joinable!(event_attendees -> areas (area_id));
diesel::joinable!(event_attendees -> events (event_id));
diesel::joinable!(event_attendees -> persons (person_id));
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
diesel::joinable!(follow_ups -> areas (area_id));
diesel::joinable!(follow_ups -> households (household_id));
diesel::joinable!(follow_ups -> persons (person_id));
diesel::joinable!(follow_ups -> users (assigned_to));
diesel::joinable!(grants -> areas (area_id));
diesel::joinable!(grants -> organisations (organisation_id));
diesel::joinable!(grants -> users (user_id));
diesel::joinable!(group_claims -> areas (area_id));
diesel::joinable!(group_claims -> households (household_id));
diesel::joinable!(group_claims -> persons (person_id));
diesel::joinable!(hand_over_people -> hand_overs (hand_over_id));
diesel::joinable!(hand_over_people -> persons (person_id));
diesel::joinable!(hand_overs -> areas (area_id));
diesel::joinable!(hand_overs -> households (household_id));
diesel::joinable!(hand_overs -> organisations (organisation_id));
diesel::joinable!(hand_overs -> visits (visit_id));
diesel::joinable!(households -> areas (area_id));
diesel::joinable!(import_mappings -> organisations (organisation_id));
diesel::joinable!(import_pieces -> imports (import_id));
diesel::joinable!(imports -> areas (area_id));
diesel::joinable!(imports -> organisations (organisation_id));
diesel::joinable!(inspection_partners -> inspections (inspection_id));
diesel::joinable!(inspection_partners -> organisations (organisation_id));
diesel::joinable!(inspections -> areas (area_id));
diesel::joinable!(kept_quotes -> areas (area_id));
diesel::joinable!(kept_quotes -> organisations (organisation_id));
diesel::joinable!(mail_tickets -> users (user_id));
diesel::joinable!(media_outputs -> areas (area_id));
diesel::joinable!(media_outputs -> campaigns (campaign_id));
diesel::joinable!(media_outputs -> organisations (organisation_id));
diesel::joinable!(member_tasks -> committee_members (member_id));
diesel::joinable!(messages -> areas (area_id));
diesel::joinable!(messages -> campaigns (campaign_id));
diesel::joinable!(messages -> organisations (organisation_id));
diesel::joinable!(messages -> persons (person_id));
diesel::joinable!(objection_answers -> areas (area_id));
diesel::joinable!(objection_answers -> documents (document_id));
diesel::joinable!(office_list_pieces -> office_lists (list_id));
diesel::joinable!(office_list_rows -> office_lists (list_id));
diesel::joinable!(office_lists -> areas (area_id));
diesel::joinable!(office_lists -> organisations (organisation_id));
diesel::joinable!(organisation_territories -> areas (area_id));
diesel::joinable!(organisation_territories -> organisations (organisation_id));
diesel::joinable!(organisations -> areas (area_id));
diesel::joinable!(outgoing_mails -> users (user_id));
diesel::joinable!(paper_batches -> enrolment_batches (batch_id));
diesel::joinable!(paper_batches -> papers (paper_id));
diesel::joinable!(paper_endings -> enrolment_steps (step_id));
diesel::joinable!(paper_endings -> papers (paper_id));
diesel::joinable!(paper_pieces -> papers (paper_id));
diesel::joinable!(papers -> areas (area_id));
diesel::joinable!(papers -> households (household_id));
diesel::joinable!(papers -> organisations (organisation_id));
diesel::joinable!(papers -> paper_layouts (layout_id));
diesel::joinable!(person_merge_moves -> person_merges (merge_id));
diesel::joinable!(person_name_words -> persons (person_id));
diesel::joinable!(persons -> areas (area_id));
diesel::joinable!(persons -> households (household_id));
diesel::joinable!(refresh_tokens -> sessions (session_id));
diesel::joinable!(refused_ops -> areas (area_id));
diesel::joinable!(remuneration_lines -> areas (area_id));
diesel::joinable!(remuneration_lines -> enrolments (enrolment_id));
diesel::joinable!(remuneration_lines -> organisations (organisation_id));
diesel::joinable!(remuneration_lines -> remuneration_statements (statement_id));
diesel::joinable!(remuneration_rates -> areas (area_id));
diesel::joinable!(remuneration_rates -> organisations (organisation_id));
diesel::joinable!(remuneration_statements -> areas (area_id));
diesel::joinable!(remuneration_statements -> organisations (organisation_id));
diesel::joinable!(renewals -> areas (area_id));
diesel::joinable!(renewals -> households (household_id));
diesel::joinable!(renewals -> organisations (organisation_id));
diesel::joinable!(renewals -> persons (person_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(support_rule_areas -> areas (area_id));
diesel::joinable!(support_rule_areas -> support_rules (rule_id));
diesel::joinable!(support_rule_ends -> support_rules (rule_id));
diesel::joinable!(support_rules -> areas (area_id));
diesel::joinable!(support_rules -> documents (document_id));
diesel::joinable!(support_rules -> organisations (issuer_id));
diesel::joinable!(targets -> areas (area_id));
diesel::joinable!(targets -> documents (document_id));
diesel::joinable!(targets -> organisations (organisation_id));
diesel::joinable!(users -> areas (home_area_id));
diesel::joinable!(visit_interests -> persons (person_id));
diesel::joinable!(visit_interests -> visits (visit_id));
diesel::joinable!(visit_people -> persons (person_id));
diesel::joinable!(visit_people -> visits (visit_id));
diesel::joinable!(visits -> areas (area_id));
diesel::joinable!(visits -> campaigns (campaign_id));
diesel::joinable!(visits -> households (household_id));
diesel::joinable!(visits -> organisations (organisation_id));
diesel::joinable!(visits -> users (user_id));
diesel::joinable!(visits -> visit_outcomes (outcome));
diesel::joinable!(walk_list_assignments -> users (user_id));
diesel::joinable!(walk_list_assignments -> walk_lists (list_id));
diesel::joinable!(walk_list_entries -> households (household_id));
diesel::joinable!(walk_list_entries -> walk_lists (list_id));
diesel::joinable!(walk_list_reasons -> walk_lists (list_id));
diesel::joinable!(walk_lists -> areas (area_id));
diesel::joinable!(walk_lists -> campaigns (campaign_id));

diesel::allow_tables_to_appear_in_same_query!(activity_cells, area_closure);
diesel::allow_tables_to_appear_in_same_query!(area_boundaries, area_closure);
diesel::allow_tables_to_appear_in_same_query!(area_boundaries, boundary_imports);
diesel::allow_tables_to_appear_in_same_query!(area_closure, area_code_aliases);
diesel::allow_tables_to_appear_in_same_query!(area_closure, area_labels);
diesel::allow_tables_to_appear_in_same_query!(area_closure, area_successions);
diesel::allow_tables_to_appear_in_same_query!(area_closure, areas);
diesel::allow_tables_to_appear_in_same_query!(area_closure, attendance_cells);
diesel::allow_tables_to_appear_in_same_query!(area_closure, audit_lines);
diesel::allow_tables_to_appear_in_same_query!(area_closure, boundary_imports);
diesel::allow_tables_to_appear_in_same_query!(area_closure, campaign_documents);
diesel::allow_tables_to_appear_in_same_query!(area_closure, campaigns);
diesel::allow_tables_to_appear_in_same_query!(area_closure, code_lists);
diesel::allow_tables_to_appear_in_same_query!(area_closure, commendations);
diesel::allow_tables_to_appear_in_same_query!(area_closure, committee_members);
diesel::allow_tables_to_appear_in_same_query!(area_closure, conflicts);
diesel::allow_tables_to_appear_in_same_query!(area_closure, consents);
diesel::allow_tables_to_appear_in_same_query!(area_closure, coverage_shifts);
diesel::allow_tables_to_appear_in_same_query!(area_closure, coverage_snapshots);
diesel::allow_tables_to_appear_in_same_query!(area_closure, covers);
diesel::allow_tables_to_appear_in_same_query!(area_closure, data_keys);
diesel::allow_tables_to_appear_in_same_query!(area_closure, denominators);
diesel::allow_tables_to_appear_in_same_query!(area_closure, devices);
diesel::allow_tables_to_appear_in_same_query!(area_closure, document_aliases);
diesel::allow_tables_to_appear_in_same_query!(area_closure, document_co_signers);
diesel::allow_tables_to_appear_in_same_query!(area_closure, document_links);
diesel::allow_tables_to_appear_in_same_query!(area_closure, documents);
diesel::allow_tables_to_appear_in_same_query!(area_closure, enrolment_batches);
diesel::allow_tables_to_appear_in_same_query!(area_closure, enrolment_cards);
diesel::allow_tables_to_appear_in_same_query!(area_closure, enrolment_counts);
diesel::allow_tables_to_appear_in_same_query!(area_closure, enrolment_instalments);
diesel::allow_tables_to_appear_in_same_query!(area_closure, enrolment_receipts);
diesel::allow_tables_to_appear_in_same_query!(area_closure, enrolment_reversals);
diesel::allow_tables_to_appear_in_same_query!(area_closure, enrolment_steps);
diesel::allow_tables_to_appear_in_same_query!(area_closure, enrolments);
diesel::allow_tables_to_appear_in_same_query!(area_closure, evaluation_looks);
diesel::allow_tables_to_appear_in_same_query!(area_closure, evaluation_units);
diesel::allow_tables_to_appear_in_same_query!(area_closure, evaluations);
diesel::allow_tables_to_appear_in_same_query!(area_closure, event_attendees);
diesel::allow_tables_to_appear_in_same_query!(area_closure, event_headcounts);
diesel::allow_tables_to_appear_in_same_query!(area_closure, event_merges);
diesel::allow_tables_to_appear_in_same_query!(area_closure, event_partners);
diesel::allow_tables_to_appear_in_same_query!(area_closure, event_questions);
diesel::allow_tables_to_appear_in_same_query!(area_closure, event_types);
diesel::allow_tables_to_appear_in_same_query!(area_closure, event_venues);
diesel::allow_tables_to_appear_in_same_query!(area_closure, events);
diesel::allow_tables_to_appear_in_same_query!(area_closure, feed);
diesel::allow_tables_to_appear_in_same_query!(area_closure, feed_epochs);
diesel::allow_tables_to_appear_in_same_query!(area_closure, field_versions);
diesel::allow_tables_to_appear_in_same_query!(area_closure, findings);
diesel::allow_tables_to_appear_in_same_query!(area_closure, follow_ups);
diesel::allow_tables_to_appear_in_same_query!(area_closure, funnel_cells);
diesel::allow_tables_to_appear_in_same_query!(area_closure, grants);
diesel::allow_tables_to_appear_in_same_query!(area_closure, group_claims);
diesel::allow_tables_to_appear_in_same_query!(area_closure, hand_over_people);
diesel::allow_tables_to_appear_in_same_query!(area_closure, hand_overs);
diesel::allow_tables_to_appear_in_same_query!(area_closure, household_cells);
diesel::allow_tables_to_appear_in_same_query!(area_closure, households);
diesel::allow_tables_to_appear_in_same_query!(area_closure, idempotency_keys);
diesel::allow_tables_to_appear_in_same_query!(area_closure, import_mappings);
diesel::allow_tables_to_appear_in_same_query!(area_closure, import_pieces);
diesel::allow_tables_to_appear_in_same_query!(area_closure, imports);
diesel::allow_tables_to_appear_in_same_query!(area_closure, inspection_partners);
diesel::allow_tables_to_appear_in_same_query!(area_closure, inspections);
diesel::allow_tables_to_appear_in_same_query!(area_closure, joining_cells);
diesel::allow_tables_to_appear_in_same_query!(area_closure, kept_quotes);
diesel::allow_tables_to_appear_in_same_query!(area_closure, law_state);
diesel::allow_tables_to_appear_in_same_query!(area_closure, ledger);
diesel::allow_tables_to_appear_in_same_query!(area_closure, mail_tickets);
diesel::allow_tables_to_appear_in_same_query!(area_closure, media_outputs);
diesel::allow_tables_to_appear_in_same_query!(area_closure, member_tasks);
diesel::allow_tables_to_appear_in_same_query!(area_closure, messages);
diesel::allow_tables_to_appear_in_same_query!(area_closure, objection_answers);
diesel::allow_tables_to_appear_in_same_query!(area_closure, objection_cells);
diesel::allow_tables_to_appear_in_same_query!(area_closure, office_list_pieces);
diesel::allow_tables_to_appear_in_same_query!(area_closure, office_list_rows);
diesel::allow_tables_to_appear_in_same_query!(area_closure, office_lists);
diesel::allow_tables_to_appear_in_same_query!(area_closure, organisation_territories);
diesel::allow_tables_to_appear_in_same_query!(area_closure, organisations);
diesel::allow_tables_to_appear_in_same_query!(area_closure, outgoing_mails);
diesel::allow_tables_to_appear_in_same_query!(area_closure, paper_batches);
diesel::allow_tables_to_appear_in_same_query!(area_closure, paper_endings);
diesel::allow_tables_to_appear_in_same_query!(area_closure, paper_layouts);
diesel::allow_tables_to_appear_in_same_query!(area_closure, paper_pieces);
diesel::allow_tables_to_appear_in_same_query!(area_closure, papers);
diesel::allow_tables_to_appear_in_same_query!(area_closure, person_merge_moves);
diesel::allow_tables_to_appear_in_same_query!(area_closure, person_merges);
diesel::allow_tables_to_appear_in_same_query!(area_closure, person_name_words);
diesel::allow_tables_to_appear_in_same_query!(area_closure, persons);
diesel::allow_tables_to_appear_in_same_query!(area_closure, rates);
diesel::allow_tables_to_appear_in_same_query!(area_closure, refresh_tokens);
diesel::allow_tables_to_appear_in_same_query!(area_closure, refused_ops);
diesel::allow_tables_to_appear_in_same_query!(area_closure, remuneration_lines);
diesel::allow_tables_to_appear_in_same_query!(area_closure, remuneration_rates);
diesel::allow_tables_to_appear_in_same_query!(area_closure, remuneration_statements);
diesel::allow_tables_to_appear_in_same_query!(area_closure, renewals);
diesel::allow_tables_to_appear_in_same_query!(area_closure, sessions);
diesel::allow_tables_to_appear_in_same_query!(area_closure, support_rule_areas);
diesel::allow_tables_to_appear_in_same_query!(area_closure, support_rule_ends);
diesel::allow_tables_to_appear_in_same_query!(area_closure, support_rules);
diesel::allow_tables_to_appear_in_same_query!(area_closure, sync_ops);
diesel::allow_tables_to_appear_in_same_query!(area_closure, targets);
diesel::allow_tables_to_appear_in_same_query!(area_closure, touch_windows);
diesel::allow_tables_to_appear_in_same_query!(area_closure, users);
diesel::allow_tables_to_appear_in_same_query!(area_closure, visit_interests);
diesel::allow_tables_to_appear_in_same_query!(area_closure, visit_outcomes);
diesel::allow_tables_to_appear_in_same_query!(area_closure, visit_people);
diesel::allow_tables_to_appear_in_same_query!(area_closure, visits);
diesel::allow_tables_to_appear_in_same_query!(area_closure, walk_list_assignments);
diesel::allow_tables_to_appear_in_same_query!(area_closure, walk_list_entries);
diesel::allow_tables_to_appear_in_same_query!(area_closure, walk_list_reasons);
diesel::allow_tables_to_appear_in_same_query!(area_closure, walk_lists);
diesel::allow_tables_to_appear_in_same_query!(area_code_aliases, area_labels);
diesel::allow_tables_to_appear_in_same_query!(area_code_aliases, area_successions);
diesel::allow_tables_to_appear_in_same_query!(area_code_aliases, areas);
diesel::allow_tables_to_appear_in_same_query!(area_labels, area_successions);
diesel::allow_tables_to_appear_in_same_query!(area_labels, areas);
diesel::allow_tables_to_appear_in_same_query!(area_successions, areas);
diesel::allow_tables_to_appear_in_same_query!(area_successions, coverage_snapshots);
diesel::allow_tables_to_appear_in_same_query!(area_successions, covers);
diesel::allow_tables_to_appear_in_same_query!(area_successions, denominators);
diesel::allow_tables_to_appear_in_same_query!(area_successions, enrolment_receipts);
diesel::allow_tables_to_appear_in_same_query!(area_successions, enrolments);
diesel::allow_tables_to_appear_in_same_query!(area_successions, households);
diesel::allow_tables_to_appear_in_same_query!(area_successions, persons);
diesel::allow_tables_to_appear_in_same_query!(area_successions, visit_outcomes);
diesel::allow_tables_to_appear_in_same_query!(area_successions, visits);
diesel::allow_tables_to_appear_in_same_query!(areas, audit_lines);
diesel::allow_tables_to_appear_in_same_query!(areas, campaigns);
diesel::allow_tables_to_appear_in_same_query!(areas, conflicts);
diesel::allow_tables_to_appear_in_same_query!(areas, coverage_shifts);
diesel::allow_tables_to_appear_in_same_query!(areas, coverage_snapshots);
diesel::allow_tables_to_appear_in_same_query!(areas, covers);
diesel::allow_tables_to_appear_in_same_query!(areas, denominators);
diesel::allow_tables_to_appear_in_same_query!(areas, devices);
diesel::allow_tables_to_appear_in_same_query!(areas, enrolment_receipts);
diesel::allow_tables_to_appear_in_same_query!(areas, enrolment_reversals);
diesel::allow_tables_to_appear_in_same_query!(areas, enrolment_steps);
diesel::allow_tables_to_appear_in_same_query!(areas, enrolments);
diesel::allow_tables_to_appear_in_same_query!(areas, evaluation_looks);
diesel::allow_tables_to_appear_in_same_query!(areas, evaluation_units);
diesel::allow_tables_to_appear_in_same_query!(areas, evaluations);
diesel::allow_tables_to_appear_in_same_query!(areas, event_questions);
diesel::allow_tables_to_appear_in_same_query!(areas, event_venues);
diesel::allow_tables_to_appear_in_same_query!(areas, events);
diesel::allow_tables_to_appear_in_same_query!(areas, feed);
diesel::allow_tables_to_appear_in_same_query!(areas, feed_epochs);
diesel::allow_tables_to_appear_in_same_query!(areas, field_versions);
diesel::allow_tables_to_appear_in_same_query!(areas, follow_ups);
diesel::allow_tables_to_appear_in_same_query!(areas, grants);
diesel::allow_tables_to_appear_in_same_query!(areas, group_claims);
diesel::allow_tables_to_appear_in_same_query!(areas, households);
diesel::allow_tables_to_appear_in_same_query!(areas, kept_quotes);
diesel::allow_tables_to_appear_in_same_query!(areas, law_state);
diesel::allow_tables_to_appear_in_same_query!(areas, ledger);
diesel::allow_tables_to_appear_in_same_query!(areas, media_outputs);
diesel::allow_tables_to_appear_in_same_query!(areas, organisations);
diesel::allow_tables_to_appear_in_same_query!(areas, paper_endings);
diesel::allow_tables_to_appear_in_same_query!(areas, persons);
diesel::allow_tables_to_appear_in_same_query!(areas, refresh_tokens);
diesel::allow_tables_to_appear_in_same_query!(areas, refused_ops);
diesel::allow_tables_to_appear_in_same_query!(areas, remuneration_lines);
diesel::allow_tables_to_appear_in_same_query!(areas, remuneration_rates);
diesel::allow_tables_to_appear_in_same_query!(areas, remuneration_statements);
diesel::allow_tables_to_appear_in_same_query!(areas, renewals);
diesel::allow_tables_to_appear_in_same_query!(areas, sessions);
diesel::allow_tables_to_appear_in_same_query!(areas, sync_ops);
diesel::allow_tables_to_appear_in_same_query!(areas, targets);
diesel::allow_tables_to_appear_in_same_query!(areas, users);
diesel::allow_tables_to_appear_in_same_query!(areas, visits);
diesel::allow_tables_to_appear_in_same_query!(areas, walk_list_entries);
diesel::allow_tables_to_appear_in_same_query!(areas, walk_lists);
diesel::allow_tables_to_appear_in_same_query!(audit_lines, devices);
diesel::allow_tables_to_appear_in_same_query!(audit_lines, event_questions);
diesel::allow_tables_to_appear_in_same_query!(audit_lines, event_venues);
diesel::allow_tables_to_appear_in_same_query!(audit_lines, events);
diesel::allow_tables_to_appear_in_same_query!(audit_lines, feed);
diesel::allow_tables_to_appear_in_same_query!(audit_lines, field_versions);
diesel::allow_tables_to_appear_in_same_query!(audit_lines, idempotency_keys);
diesel::allow_tables_to_appear_in_same_query!(audit_lines, law_state);
diesel::allow_tables_to_appear_in_same_query!(audit_lines, ledger);
diesel::allow_tables_to_appear_in_same_query!(audit_lines, refused_ops);
diesel::allow_tables_to_appear_in_same_query!(campaign_documents, campaigns);
diesel::allow_tables_to_appear_in_same_query!(campaigns, coverage_snapshots);
diesel::allow_tables_to_appear_in_same_query!(campaigns, enrolment_receipts);
diesel::allow_tables_to_appear_in_same_query!(campaigns, enrolments);
diesel::allow_tables_to_appear_in_same_query!(campaigns, events);
diesel::allow_tables_to_appear_in_same_query!(campaigns, follow_ups);
diesel::allow_tables_to_appear_in_same_query!(campaigns, households);
diesel::allow_tables_to_appear_in_same_query!(campaigns, media_outputs);
diesel::allow_tables_to_appear_in_same_query!(campaigns, organisations);
diesel::allow_tables_to_appear_in_same_query!(campaigns, persons);
diesel::allow_tables_to_appear_in_same_query!(campaigns, visit_interests);
diesel::allow_tables_to_appear_in_same_query!(campaigns, visit_people);
diesel::allow_tables_to_appear_in_same_query!(campaigns, visits);
diesel::allow_tables_to_appear_in_same_query!(code_lists, event_types);
diesel::allow_tables_to_appear_in_same_query!(code_lists, visit_outcomes);
diesel::allow_tables_to_appear_in_same_query!(commendations, committee_members);
diesel::allow_tables_to_appear_in_same_query!(commendations, findings);
diesel::allow_tables_to_appear_in_same_query!(commendations, inspection_partners);
diesel::allow_tables_to_appear_in_same_query!(commendations, inspections);
diesel::allow_tables_to_appear_in_same_query!(commendations, member_tasks);
diesel::allow_tables_to_appear_in_same_query!(committee_members, findings);
diesel::allow_tables_to_appear_in_same_query!(committee_members, inspection_partners);
diesel::allow_tables_to_appear_in_same_query!(committee_members, inspections);
diesel::allow_tables_to_appear_in_same_query!(committee_members, member_tasks);
diesel::allow_tables_to_appear_in_same_query!(conflicts, devices);
diesel::allow_tables_to_appear_in_same_query!(conflicts, feed);
diesel::allow_tables_to_appear_in_same_query!(conflicts, feed_epochs);
diesel::allow_tables_to_appear_in_same_query!(conflicts, field_versions);
diesel::allow_tables_to_appear_in_same_query!(conflicts, grants);
diesel::allow_tables_to_appear_in_same_query!(conflicts, households);
diesel::allow_tables_to_appear_in_same_query!(conflicts, ledger);
diesel::allow_tables_to_appear_in_same_query!(conflicts, persons);
diesel::allow_tables_to_appear_in_same_query!(conflicts, refused_ops);
diesel::allow_tables_to_appear_in_same_query!(conflicts, renewals);
diesel::allow_tables_to_appear_in_same_query!(conflicts, sync_ops);
diesel::allow_tables_to_appear_in_same_query!(conflicts, users);
diesel::allow_tables_to_appear_in_same_query!(consents, covers);
diesel::allow_tables_to_appear_in_same_query!(consents, enrolments);
diesel::allow_tables_to_appear_in_same_query!(consents, event_attendees);
diesel::allow_tables_to_appear_in_same_query!(consents, follow_ups);
diesel::allow_tables_to_appear_in_same_query!(consents, group_claims);
diesel::allow_tables_to_appear_in_same_query!(consents, hand_over_people);
diesel::allow_tables_to_appear_in_same_query!(consents, hand_overs);
diesel::allow_tables_to_appear_in_same_query!(consents, households);
diesel::allow_tables_to_appear_in_same_query!(consents, messages);
diesel::allow_tables_to_appear_in_same_query!(consents, person_merge_moves);
diesel::allow_tables_to_appear_in_same_query!(consents, person_merges);
diesel::allow_tables_to_appear_in_same_query!(consents, person_name_words);
diesel::allow_tables_to_appear_in_same_query!(consents, persons);
diesel::allow_tables_to_appear_in_same_query!(consents, renewals);
diesel::allow_tables_to_appear_in_same_query!(consents, visit_interests);
diesel::allow_tables_to_appear_in_same_query!(consents, visit_people);
diesel::allow_tables_to_appear_in_same_query!(consents, visits);
diesel::allow_tables_to_appear_in_same_query!(coverage_shifts, coverage_snapshots);
diesel::allow_tables_to_appear_in_same_query!(coverage_snapshots, covers);
diesel::allow_tables_to_appear_in_same_query!(coverage_snapshots, denominators);
diesel::allow_tables_to_appear_in_same_query!(coverage_snapshots, enrolment_receipts);
diesel::allow_tables_to_appear_in_same_query!(coverage_snapshots, enrolments);
diesel::allow_tables_to_appear_in_same_query!(coverage_snapshots, events);
diesel::allow_tables_to_appear_in_same_query!(coverage_snapshots, households);
diesel::allow_tables_to_appear_in_same_query!(coverage_snapshots, media_outputs);
diesel::allow_tables_to_appear_in_same_query!(coverage_snapshots, organisations);
diesel::allow_tables_to_appear_in_same_query!(coverage_snapshots, persons);
diesel::allow_tables_to_appear_in_same_query!(coverage_snapshots, targets);
diesel::allow_tables_to_appear_in_same_query!(coverage_snapshots, visit_outcomes);
diesel::allow_tables_to_appear_in_same_query!(coverage_snapshots, visits);
diesel::allow_tables_to_appear_in_same_query!(covers, denominators);
diesel::allow_tables_to_appear_in_same_query!(covers, enrolment_receipts);
diesel::allow_tables_to_appear_in_same_query!(covers, enrolments);
diesel::allow_tables_to_appear_in_same_query!(covers, event_attendees);
diesel::allow_tables_to_appear_in_same_query!(covers, events);
diesel::allow_tables_to_appear_in_same_query!(covers, follow_ups);
diesel::allow_tables_to_appear_in_same_query!(covers, group_claims);
diesel::allow_tables_to_appear_in_same_query!(covers, hand_over_people);
diesel::allow_tables_to_appear_in_same_query!(covers, hand_overs);
diesel::allow_tables_to_appear_in_same_query!(covers, households);
diesel::allow_tables_to_appear_in_same_query!(covers, kept_quotes);
diesel::allow_tables_to_appear_in_same_query!(covers, messages);
diesel::allow_tables_to_appear_in_same_query!(covers, papers);
diesel::allow_tables_to_appear_in_same_query!(covers, person_merge_moves);
diesel::allow_tables_to_appear_in_same_query!(covers, person_merges);
diesel::allow_tables_to_appear_in_same_query!(covers, person_name_words);
diesel::allow_tables_to_appear_in_same_query!(covers, persons);
diesel::allow_tables_to_appear_in_same_query!(covers, renewals);
diesel::allow_tables_to_appear_in_same_query!(covers, visit_interests);
diesel::allow_tables_to_appear_in_same_query!(covers, visit_outcomes);
diesel::allow_tables_to_appear_in_same_query!(covers, visit_people);
diesel::allow_tables_to_appear_in_same_query!(covers, visits);
diesel::allow_tables_to_appear_in_same_query!(denominators, enrolment_receipts);
diesel::allow_tables_to_appear_in_same_query!(denominators, enrolments);
diesel::allow_tables_to_appear_in_same_query!(denominators, households);
diesel::allow_tables_to_appear_in_same_query!(denominators, persons);
diesel::allow_tables_to_appear_in_same_query!(denominators, targets);
diesel::allow_tables_to_appear_in_same_query!(denominators, visit_outcomes);
diesel::allow_tables_to_appear_in_same_query!(denominators, visits);
diesel::allow_tables_to_appear_in_same_query!(devices, event_questions);
diesel::allow_tables_to_appear_in_same_query!(devices, event_venues);
diesel::allow_tables_to_appear_in_same_query!(devices, events);
diesel::allow_tables_to_appear_in_same_query!(devices, feed);
diesel::allow_tables_to_appear_in_same_query!(devices, feed_epochs);
diesel::allow_tables_to_appear_in_same_query!(devices, field_versions);
diesel::allow_tables_to_appear_in_same_query!(devices, grants);
diesel::allow_tables_to_appear_in_same_query!(devices, households);
diesel::allow_tables_to_appear_in_same_query!(devices, law_state);
diesel::allow_tables_to_appear_in_same_query!(devices, ledger);
diesel::allow_tables_to_appear_in_same_query!(devices, persons);
diesel::allow_tables_to_appear_in_same_query!(devices, refused_ops);
diesel::allow_tables_to_appear_in_same_query!(devices, renewals);
diesel::allow_tables_to_appear_in_same_query!(devices, sync_ops);
diesel::allow_tables_to_appear_in_same_query!(devices, users);
diesel::allow_tables_to_appear_in_same_query!(document_aliases, document_co_signers);
diesel::allow_tables_to_appear_in_same_query!(document_aliases, document_links);
diesel::allow_tables_to_appear_in_same_query!(document_aliases, documents);
diesel::allow_tables_to_appear_in_same_query!(document_co_signers, document_links);
diesel::allow_tables_to_appear_in_same_query!(document_co_signers, documents);
diesel::allow_tables_to_appear_in_same_query!(document_links, documents);
diesel::allow_tables_to_appear_in_same_query!(enrolment_batches, enrolment_counts);
diesel::allow_tables_to_appear_in_same_query!(enrolment_batches, enrolment_receipts);
diesel::allow_tables_to_appear_in_same_query!(enrolment_batches, enrolment_steps);
diesel::allow_tables_to_appear_in_same_query!(enrolment_batches, enrolments);
diesel::allow_tables_to_appear_in_same_query!(enrolment_batches, paper_batches);
diesel::allow_tables_to_appear_in_same_query!(enrolment_batches, paper_endings);
diesel::allow_tables_to_appear_in_same_query!(enrolment_batches, paper_layouts);
diesel::allow_tables_to_appear_in_same_query!(enrolment_batches, paper_pieces);
diesel::allow_tables_to_appear_in_same_query!(enrolment_batches, papers);
diesel::allow_tables_to_appear_in_same_query!(enrolment_cards, enrolment_instalments);
diesel::allow_tables_to_appear_in_same_query!(enrolment_cards, enrolment_receipts);
diesel::allow_tables_to_appear_in_same_query!(enrolment_cards, enrolment_reversals);
diesel::allow_tables_to_appear_in_same_query!(enrolment_cards, enrolment_steps);
diesel::allow_tables_to_appear_in_same_query!(enrolment_cards, enrolments);
diesel::allow_tables_to_appear_in_same_query!(enrolment_cards, imports);
diesel::allow_tables_to_appear_in_same_query!(enrolment_cards, office_lists);
diesel::allow_tables_to_appear_in_same_query!(enrolment_cards, persons);
diesel::allow_tables_to_appear_in_same_query!(enrolment_cards, visits);
diesel::allow_tables_to_appear_in_same_query!(enrolment_counts, enrolment_receipts);
diesel::allow_tables_to_appear_in_same_query!(enrolment_counts, enrolment_steps);
diesel::allow_tables_to_appear_in_same_query!(enrolment_counts, enrolments);
diesel::allow_tables_to_appear_in_same_query!(enrolment_counts, events);
diesel::allow_tables_to_appear_in_same_query!(enrolment_counts, hand_overs);
diesel::allow_tables_to_appear_in_same_query!(enrolment_counts, renewals);
diesel::allow_tables_to_appear_in_same_query!(enrolment_counts, visits);
diesel::allow_tables_to_appear_in_same_query!(enrolment_counts, walk_list_entries);
diesel::allow_tables_to_appear_in_same_query!(enrolment_counts, walk_lists);
diesel::allow_tables_to_appear_in_same_query!(enrolment_instalments, enrolment_receipts);
diesel::allow_tables_to_appear_in_same_query!(enrolment_instalments, enrolment_reversals);
diesel::allow_tables_to_appear_in_same_query!(enrolment_instalments, enrolment_steps);
diesel::allow_tables_to_appear_in_same_query!(enrolment_instalments, enrolments);
diesel::allow_tables_to_appear_in_same_query!(enrolment_instalments, persons);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, enrolment_reversals);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, enrolment_steps);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, enrolments);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, events);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, hand_overs);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, households);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, kept_quotes);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, media_outputs);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, organisations);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, paper_batches);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, paper_endings);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, paper_layouts);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, paper_pieces);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, papers);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, persons);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, remuneration_lines);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, remuneration_rates);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, remuneration_statements);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, renewals);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, users);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, visit_outcomes);
diesel::allow_tables_to_appear_in_same_query!(enrolment_receipts, visits);
diesel::allow_tables_to_appear_in_same_query!(enrolment_reversals, enrolment_steps);
diesel::allow_tables_to_appear_in_same_query!(enrolment_reversals, enrolments);
diesel::allow_tables_to_appear_in_same_query!(enrolment_reversals, households);
diesel::allow_tables_to_appear_in_same_query!(enrolment_reversals, kept_quotes);
diesel::allow_tables_to_appear_in_same_query!(enrolment_reversals, paper_endings);
diesel::allow_tables_to_appear_in_same_query!(enrolment_reversals, persons);
diesel::allow_tables_to_appear_in_same_query!(enrolment_reversals, remuneration_lines);
diesel::allow_tables_to_appear_in_same_query!(enrolment_reversals, remuneration_rates);
diesel::allow_tables_to_appear_in_same_query!(enrolment_reversals, remuneration_statements);
diesel::allow_tables_to_appear_in_same_query!(enrolment_reversals, renewals);
diesel::allow_tables_to_appear_in_same_query!(enrolment_reversals, users);
diesel::allow_tables_to_appear_in_same_query!(enrolment_steps, enrolments);
diesel::allow_tables_to_appear_in_same_query!(enrolment_steps, events);
diesel::allow_tables_to_appear_in_same_query!(enrolment_steps, hand_overs);
diesel::allow_tables_to_appear_in_same_query!(enrolment_steps, households);
diesel::allow_tables_to_appear_in_same_query!(enrolment_steps, imports);
diesel::allow_tables_to_appear_in_same_query!(enrolment_steps, kept_quotes);
diesel::allow_tables_to_appear_in_same_query!(enrolment_steps, office_lists);
diesel::allow_tables_to_appear_in_same_query!(enrolment_steps, paper_endings);
diesel::allow_tables_to_appear_in_same_query!(enrolment_steps, persons);
diesel::allow_tables_to_appear_in_same_query!(enrolment_steps, renewals);
diesel::allow_tables_to_appear_in_same_query!(enrolment_steps, users);
diesel::allow_tables_to_appear_in_same_query!(enrolment_steps, visits);
diesel::allow_tables_to_appear_in_same_query!(enrolments, event_attendees);
diesel::allow_tables_to_appear_in_same_query!(enrolments, events);
diesel::allow_tables_to_appear_in_same_query!(enrolments, follow_ups);
diesel::allow_tables_to_appear_in_same_query!(enrolments, group_claims);
diesel::allow_tables_to_appear_in_same_query!(enrolments, hand_over_people);
diesel::allow_tables_to_appear_in_same_query!(enrolments, hand_overs);
diesel::allow_tables_to_appear_in_same_query!(enrolments, households);
diesel::allow_tables_to_appear_in_same_query!(enrolments, imports);
diesel::allow_tables_to_appear_in_same_query!(enrolments, kept_quotes);
diesel::allow_tables_to_appear_in_same_query!(enrolments, media_outputs);
diesel::allow_tables_to_appear_in_same_query!(enrolments, messages);
diesel::allow_tables_to_appear_in_same_query!(enrolments, office_lists);
diesel::allow_tables_to_appear_in_same_query!(enrolments, organisations);
diesel::allow_tables_to_appear_in_same_query!(enrolments, paper_endings);
diesel::allow_tables_to_appear_in_same_query!(enrolments, person_merge_moves);
diesel::allow_tables_to_appear_in_same_query!(enrolments, person_merges);
diesel::allow_tables_to_appear_in_same_query!(enrolments, person_name_words);
diesel::allow_tables_to_appear_in_same_query!(enrolments, persons);
diesel::allow_tables_to_appear_in_same_query!(enrolments, remuneration_lines);
diesel::allow_tables_to_appear_in_same_query!(enrolments, remuneration_rates);
diesel::allow_tables_to_appear_in_same_query!(enrolments, remuneration_statements);
diesel::allow_tables_to_appear_in_same_query!(enrolments, renewals);
diesel::allow_tables_to_appear_in_same_query!(enrolments, touch_windows);
diesel::allow_tables_to_appear_in_same_query!(enrolments, users);
diesel::allow_tables_to_appear_in_same_query!(enrolments, visit_interests);
diesel::allow_tables_to_appear_in_same_query!(enrolments, visit_outcomes);
diesel::allow_tables_to_appear_in_same_query!(enrolments, visit_people);
diesel::allow_tables_to_appear_in_same_query!(enrolments, visits);
diesel::allow_tables_to_appear_in_same_query!(enrolments, walk_list_entries);
diesel::allow_tables_to_appear_in_same_query!(enrolments, walk_lists);
diesel::allow_tables_to_appear_in_same_query!(evaluation_looks, evaluation_units);
diesel::allow_tables_to_appear_in_same_query!(evaluation_looks, evaluations);
diesel::allow_tables_to_appear_in_same_query!(evaluation_looks, walk_list_entries);
diesel::allow_tables_to_appear_in_same_query!(evaluation_looks, walk_lists);
diesel::allow_tables_to_appear_in_same_query!(evaluation_units, evaluations);
diesel::allow_tables_to_appear_in_same_query!(evaluation_units, walk_list_entries);
diesel::allow_tables_to_appear_in_same_query!(evaluation_units, walk_lists);
diesel::allow_tables_to_appear_in_same_query!(evaluations, walk_list_entries);
diesel::allow_tables_to_appear_in_same_query!(evaluations, walk_lists);
diesel::allow_tables_to_appear_in_same_query!(event_attendees, events);
diesel::allow_tables_to_appear_in_same_query!(event_attendees, follow_ups);
diesel::allow_tables_to_appear_in_same_query!(event_attendees, group_claims);
diesel::allow_tables_to_appear_in_same_query!(event_attendees, hand_over_people);
diesel::allow_tables_to_appear_in_same_query!(event_attendees, hand_overs);
diesel::allow_tables_to_appear_in_same_query!(event_attendees, households);
diesel::allow_tables_to_appear_in_same_query!(event_attendees, messages);
diesel::allow_tables_to_appear_in_same_query!(event_attendees, person_merge_moves);
diesel::allow_tables_to_appear_in_same_query!(event_attendees, person_merges);
diesel::allow_tables_to_appear_in_same_query!(event_attendees, person_name_words);
diesel::allow_tables_to_appear_in_same_query!(event_attendees, persons);
diesel::allow_tables_to_appear_in_same_query!(event_attendees, renewals);
diesel::allow_tables_to_appear_in_same_query!(event_attendees, touch_windows);
diesel::allow_tables_to_appear_in_same_query!(event_attendees, visit_interests);
diesel::allow_tables_to_appear_in_same_query!(event_attendees, visit_people);
diesel::allow_tables_to_appear_in_same_query!(event_attendees, visits);
diesel::allow_tables_to_appear_in_same_query!(event_headcounts, event_merges);
diesel::allow_tables_to_appear_in_same_query!(event_headcounts, event_partners);
diesel::allow_tables_to_appear_in_same_query!(event_headcounts, event_venues);
diesel::allow_tables_to_appear_in_same_query!(event_headcounts, events);
diesel::allow_tables_to_appear_in_same_query!(event_merges, event_partners);
diesel::allow_tables_to_appear_in_same_query!(event_merges, event_venues);
diesel::allow_tables_to_appear_in_same_query!(event_merges, events);
diesel::allow_tables_to_appear_in_same_query!(event_partners, event_venues);
diesel::allow_tables_to_appear_in_same_query!(event_partners, events);
diesel::allow_tables_to_appear_in_same_query!(event_questions, event_venues);
diesel::allow_tables_to_appear_in_same_query!(event_questions, events);
diesel::allow_tables_to_appear_in_same_query!(event_questions, feed);
diesel::allow_tables_to_appear_in_same_query!(event_questions, law_state);
diesel::allow_tables_to_appear_in_same_query!(event_questions, refused_ops);
diesel::allow_tables_to_appear_in_same_query!(event_types, visit_outcomes);
diesel::allow_tables_to_appear_in_same_query!(event_venues, events);
diesel::allow_tables_to_appear_in_same_query!(event_venues, feed);
diesel::allow_tables_to_appear_in_same_query!(event_venues, law_state);
diesel::allow_tables_to_appear_in_same_query!(event_venues, media_outputs);
diesel::allow_tables_to_appear_in_same_query!(event_venues, refused_ops);
diesel::allow_tables_to_appear_in_same_query!(events, feed);
diesel::allow_tables_to_appear_in_same_query!(events, hand_overs);
diesel::allow_tables_to_appear_in_same_query!(events, households);
diesel::allow_tables_to_appear_in_same_query!(events, kept_quotes);
diesel::allow_tables_to_appear_in_same_query!(events, law_state);
diesel::allow_tables_to_appear_in_same_query!(events, media_outputs);
diesel::allow_tables_to_appear_in_same_query!(events, messages);
diesel::allow_tables_to_appear_in_same_query!(events, organisations);
diesel::allow_tables_to_appear_in_same_query!(events, persons);
diesel::allow_tables_to_appear_in_same_query!(events, refused_ops);
diesel::allow_tables_to_appear_in_same_query!(events, touch_windows);
diesel::allow_tables_to_appear_in_same_query!(events, visit_people);
diesel::allow_tables_to_appear_in_same_query!(events, visits);
diesel::allow_tables_to_appear_in_same_query!(feed, feed_epochs);
diesel::allow_tables_to_appear_in_same_query!(feed, field_versions);
diesel::allow_tables_to_appear_in_same_query!(feed, follow_ups);
diesel::allow_tables_to_appear_in_same_query!(feed, grants);
diesel::allow_tables_to_appear_in_same_query!(feed, idempotency_keys);
diesel::allow_tables_to_appear_in_same_query!(feed, law_state);
diesel::allow_tables_to_appear_in_same_query!(feed, ledger);
diesel::allow_tables_to_appear_in_same_query!(feed, refused_ops);
diesel::allow_tables_to_appear_in_same_query!(feed, sync_ops);
diesel::allow_tables_to_appear_in_same_query!(feed, visits);
diesel::allow_tables_to_appear_in_same_query!(feed_epochs, field_versions);
diesel::allow_tables_to_appear_in_same_query!(feed_epochs, grants);
diesel::allow_tables_to_appear_in_same_query!(feed_epochs, ledger);
diesel::allow_tables_to_appear_in_same_query!(feed_epochs, refused_ops);
diesel::allow_tables_to_appear_in_same_query!(feed_epochs, sync_ops);
diesel::allow_tables_to_appear_in_same_query!(field_versions, grants);
diesel::allow_tables_to_appear_in_same_query!(field_versions, idempotency_keys);
diesel::allow_tables_to_appear_in_same_query!(field_versions, ledger);
diesel::allow_tables_to_appear_in_same_query!(field_versions, refused_ops);
diesel::allow_tables_to_appear_in_same_query!(field_versions, sync_ops);
diesel::allow_tables_to_appear_in_same_query!(findings, inspection_partners);
diesel::allow_tables_to_appear_in_same_query!(findings, inspections);
diesel::allow_tables_to_appear_in_same_query!(findings, member_tasks);
diesel::allow_tables_to_appear_in_same_query!(follow_ups, grants);
diesel::allow_tables_to_appear_in_same_query!(follow_ups, group_claims);
diesel::allow_tables_to_appear_in_same_query!(follow_ups, hand_over_people);
diesel::allow_tables_to_appear_in_same_query!(follow_ups, hand_overs);
diesel::allow_tables_to_appear_in_same_query!(follow_ups, households);
diesel::allow_tables_to_appear_in_same_query!(follow_ups, messages);
diesel::allow_tables_to_appear_in_same_query!(follow_ups, organisations);
diesel::allow_tables_to_appear_in_same_query!(follow_ups, person_merge_moves);
diesel::allow_tables_to_appear_in_same_query!(follow_ups, person_merges);
diesel::allow_tables_to_appear_in_same_query!(follow_ups, person_name_words);
diesel::allow_tables_to_appear_in_same_query!(follow_ups, persons);
diesel::allow_tables_to_appear_in_same_query!(follow_ups, renewals);
diesel::allow_tables_to_appear_in_same_query!(follow_ups, sync_ops);
diesel::allow_tables_to_appear_in_same_query!(follow_ups, users);
diesel::allow_tables_to_appear_in_same_query!(follow_ups, visit_interests);
diesel::allow_tables_to_appear_in_same_query!(follow_ups, visit_people);
diesel::allow_tables_to_appear_in_same_query!(follow_ups, visits);
diesel::allow_tables_to_appear_in_same_query!(grants, households);
diesel::allow_tables_to_appear_in_same_query!(grants, imports);
diesel::allow_tables_to_appear_in_same_query!(grants, ledger);
diesel::allow_tables_to_appear_in_same_query!(grants, mail_tickets);
diesel::allow_tables_to_appear_in_same_query!(grants, office_lists);
diesel::allow_tables_to_appear_in_same_query!(grants, organisations);
diesel::allow_tables_to_appear_in_same_query!(grants, papers);
diesel::allow_tables_to_appear_in_same_query!(grants, persons);
diesel::allow_tables_to_appear_in_same_query!(grants, refresh_tokens);
diesel::allow_tables_to_appear_in_same_query!(grants, refused_ops);
diesel::allow_tables_to_appear_in_same_query!(grants, sessions);
diesel::allow_tables_to_appear_in_same_query!(grants, sync_ops);
diesel::allow_tables_to_appear_in_same_query!(grants, users);
diesel::allow_tables_to_appear_in_same_query!(group_claims, hand_over_people);
diesel::allow_tables_to_appear_in_same_query!(group_claims, hand_overs);
diesel::allow_tables_to_appear_in_same_query!(group_claims, households);
diesel::allow_tables_to_appear_in_same_query!(group_claims, messages);
diesel::allow_tables_to_appear_in_same_query!(group_claims, papers);
diesel::allow_tables_to_appear_in_same_query!(group_claims, person_merge_moves);
diesel::allow_tables_to_appear_in_same_query!(group_claims, person_merges);
diesel::allow_tables_to_appear_in_same_query!(group_claims, person_name_words);
diesel::allow_tables_to_appear_in_same_query!(group_claims, persons);
diesel::allow_tables_to_appear_in_same_query!(group_claims, renewals);
diesel::allow_tables_to_appear_in_same_query!(group_claims, visit_interests);
diesel::allow_tables_to_appear_in_same_query!(group_claims, visit_people);
diesel::allow_tables_to_appear_in_same_query!(group_claims, visits);
diesel::allow_tables_to_appear_in_same_query!(hand_over_people, hand_overs);
diesel::allow_tables_to_appear_in_same_query!(hand_over_people, households);
diesel::allow_tables_to_appear_in_same_query!(hand_over_people, messages);
diesel::allow_tables_to_appear_in_same_query!(hand_over_people, person_merge_moves);
diesel::allow_tables_to_appear_in_same_query!(hand_over_people, person_merges);
diesel::allow_tables_to_appear_in_same_query!(hand_over_people, persons);
diesel::allow_tables_to_appear_in_same_query!(hand_over_people, renewals);
diesel::allow_tables_to_appear_in_same_query!(hand_over_people, visit_interests);
diesel::allow_tables_to_appear_in_same_query!(hand_over_people, visit_people);
diesel::allow_tables_to_appear_in_same_query!(hand_over_people, visits);
diesel::allow_tables_to_appear_in_same_query!(hand_overs, households);
diesel::allow_tables_to_appear_in_same_query!(hand_overs, kept_quotes);
diesel::allow_tables_to_appear_in_same_query!(hand_overs, messages);
diesel::allow_tables_to_appear_in_same_query!(hand_overs, person_merge_moves);
diesel::allow_tables_to_appear_in_same_query!(hand_overs, person_merges);
diesel::allow_tables_to_appear_in_same_query!(hand_overs, person_name_words);
diesel::allow_tables_to_appear_in_same_query!(hand_overs, persons);
diesel::allow_tables_to_appear_in_same_query!(hand_overs, renewals);
diesel::allow_tables_to_appear_in_same_query!(hand_overs, visit_interests);
diesel::allow_tables_to_appear_in_same_query!(hand_overs, visit_people);
diesel::allow_tables_to_appear_in_same_query!(hand_overs, visits);
diesel::allow_tables_to_appear_in_same_query!(hand_overs, walk_lists);
diesel::allow_tables_to_appear_in_same_query!(households, kept_quotes);
diesel::allow_tables_to_appear_in_same_query!(households, media_outputs);
diesel::allow_tables_to_appear_in_same_query!(households, messages);
diesel::allow_tables_to_appear_in_same_query!(households, organisations);
diesel::allow_tables_to_appear_in_same_query!(households, paper_endings);
diesel::allow_tables_to_appear_in_same_query!(households, papers);
diesel::allow_tables_to_appear_in_same_query!(households, person_name_words);
diesel::allow_tables_to_appear_in_same_query!(households, persons);
diesel::allow_tables_to_appear_in_same_query!(households, refused_ops);
diesel::allow_tables_to_appear_in_same_query!(households, renewals);
diesel::allow_tables_to_appear_in_same_query!(households, sync_ops);
diesel::allow_tables_to_appear_in_same_query!(households, touch_windows);
diesel::allow_tables_to_appear_in_same_query!(households, users);
diesel::allow_tables_to_appear_in_same_query!(households, visit_interests);
diesel::allow_tables_to_appear_in_same_query!(households, visit_outcomes);
diesel::allow_tables_to_appear_in_same_query!(households, visit_people);
diesel::allow_tables_to_appear_in_same_query!(households, visits);
diesel::allow_tables_to_appear_in_same_query!(households, walk_list_assignments);
diesel::allow_tables_to_appear_in_same_query!(households, walk_list_entries);
diesel::allow_tables_to_appear_in_same_query!(households, walk_list_reasons);
diesel::allow_tables_to_appear_in_same_query!(households, walk_lists);
diesel::allow_tables_to_appear_in_same_query!(idempotency_keys, ledger);
diesel::allow_tables_to_appear_in_same_query!(import_mappings, import_pieces);
diesel::allow_tables_to_appear_in_same_query!(import_mappings, imports);
diesel::allow_tables_to_appear_in_same_query!(import_pieces, imports);
diesel::allow_tables_to_appear_in_same_query!(imports, mail_tickets);
diesel::allow_tables_to_appear_in_same_query!(imports, office_lists);
diesel::allow_tables_to_appear_in_same_query!(imports, papers);
diesel::allow_tables_to_appear_in_same_query!(imports, visits);
diesel::allow_tables_to_appear_in_same_query!(inspection_partners, inspections);
diesel::allow_tables_to_appear_in_same_query!(inspection_partners, member_tasks);
diesel::allow_tables_to_appear_in_same_query!(inspections, member_tasks);
diesel::allow_tables_to_appear_in_same_query!(kept_quotes, paper_endings);
diesel::allow_tables_to_appear_in_same_query!(kept_quotes, persons);
diesel::allow_tables_to_appear_in_same_query!(kept_quotes, renewals);
diesel::allow_tables_to_appear_in_same_query!(kept_quotes, users);
diesel::allow_tables_to_appear_in_same_query!(kept_quotes, visits);
diesel::allow_tables_to_appear_in_same_query!(law_state, rates);
diesel::allow_tables_to_appear_in_same_query!(law_state, refused_ops);
diesel::allow_tables_to_appear_in_same_query!(ledger, organisations);
diesel::allow_tables_to_appear_in_same_query!(ledger, refresh_tokens);
diesel::allow_tables_to_appear_in_same_query!(ledger, refused_ops);
diesel::allow_tables_to_appear_in_same_query!(ledger, sessions);
diesel::allow_tables_to_appear_in_same_query!(ledger, sync_ops);
diesel::allow_tables_to_appear_in_same_query!(ledger, users);
diesel::allow_tables_to_appear_in_same_query!(mail_tickets, office_lists);
diesel::allow_tables_to_appear_in_same_query!(mail_tickets, papers);
diesel::allow_tables_to_appear_in_same_query!(mail_tickets, users);
diesel::allow_tables_to_appear_in_same_query!(media_outputs, organisations);
diesel::allow_tables_to_appear_in_same_query!(media_outputs, persons);
diesel::allow_tables_to_appear_in_same_query!(media_outputs, visits);
diesel::allow_tables_to_appear_in_same_query!(messages, person_merge_moves);
diesel::allow_tables_to_appear_in_same_query!(messages, person_merges);
diesel::allow_tables_to_appear_in_same_query!(messages, person_name_words);
diesel::allow_tables_to_appear_in_same_query!(messages, persons);
diesel::allow_tables_to_appear_in_same_query!(messages, renewals);
diesel::allow_tables_to_appear_in_same_query!(messages, touch_windows);
diesel::allow_tables_to_appear_in_same_query!(messages, visit_interests);
diesel::allow_tables_to_appear_in_same_query!(messages, visit_people);
diesel::allow_tables_to_appear_in_same_query!(messages, visits);
diesel::allow_tables_to_appear_in_same_query!(office_list_pieces, office_list_rows);
diesel::allow_tables_to_appear_in_same_query!(office_list_pieces, office_lists);
diesel::allow_tables_to_appear_in_same_query!(office_list_pieces, persons);
diesel::allow_tables_to_appear_in_same_query!(office_list_rows, office_lists);
diesel::allow_tables_to_appear_in_same_query!(office_list_rows, persons);
diesel::allow_tables_to_appear_in_same_query!(office_lists, papers);
diesel::allow_tables_to_appear_in_same_query!(office_lists, persons);
diesel::allow_tables_to_appear_in_same_query!(office_lists, visits);
diesel::allow_tables_to_appear_in_same_query!(organisation_territories, organisations);
diesel::allow_tables_to_appear_in_same_query!(organisations, persons);
diesel::allow_tables_to_appear_in_same_query!(organisations, refresh_tokens);
diesel::allow_tables_to_appear_in_same_query!(organisations, sessions);
diesel::allow_tables_to_appear_in_same_query!(organisations, users);
diesel::allow_tables_to_appear_in_same_query!(organisations, visit_interests);
diesel::allow_tables_to_appear_in_same_query!(organisations, visit_people);
diesel::allow_tables_to_appear_in_same_query!(organisations, visits);
diesel::allow_tables_to_appear_in_same_query!(outgoing_mails, users);
diesel::allow_tables_to_appear_in_same_query!(paper_batches, paper_endings);
diesel::allow_tables_to_appear_in_same_query!(paper_batches, paper_layouts);
diesel::allow_tables_to_appear_in_same_query!(paper_batches, paper_pieces);
diesel::allow_tables_to_appear_in_same_query!(paper_batches, papers);
diesel::allow_tables_to_appear_in_same_query!(paper_endings, paper_layouts);
diesel::allow_tables_to_appear_in_same_query!(paper_endings, paper_pieces);
diesel::allow_tables_to_appear_in_same_query!(paper_endings, papers);
diesel::allow_tables_to_appear_in_same_query!(paper_endings, persons);
diesel::allow_tables_to_appear_in_same_query!(paper_endings, users);
diesel::allow_tables_to_appear_in_same_query!(paper_layouts, paper_pieces);
diesel::allow_tables_to_appear_in_same_query!(paper_layouts, papers);
diesel::allow_tables_to_appear_in_same_query!(paper_pieces, papers);
diesel::allow_tables_to_appear_in_same_query!(papers, person_name_words);
diesel::allow_tables_to_appear_in_same_query!(papers, persons);
diesel::allow_tables_to_appear_in_same_query!(person_merge_moves, person_merges);
diesel::allow_tables_to_appear_in_same_query!(person_merge_moves, renewals);
diesel::allow_tables_to_appear_in_same_query!(person_merge_moves, visit_interests);
diesel::allow_tables_to_appear_in_same_query!(person_merge_moves, visit_people);
diesel::allow_tables_to_appear_in_same_query!(person_merge_moves, visits);
diesel::allow_tables_to_appear_in_same_query!(person_merges, renewals);
diesel::allow_tables_to_appear_in_same_query!(person_merges, visit_interests);
diesel::allow_tables_to_appear_in_same_query!(person_merges, visit_people);
diesel::allow_tables_to_appear_in_same_query!(person_merges, visits);
diesel::allow_tables_to_appear_in_same_query!(person_name_words, persons);
diesel::allow_tables_to_appear_in_same_query!(person_name_words, renewals);
diesel::allow_tables_to_appear_in_same_query!(persons, refused_ops);
diesel::allow_tables_to_appear_in_same_query!(persons, renewals);
diesel::allow_tables_to_appear_in_same_query!(persons, touch_windows);
diesel::allow_tables_to_appear_in_same_query!(persons, users);
diesel::allow_tables_to_appear_in_same_query!(persons, visit_interests);
diesel::allow_tables_to_appear_in_same_query!(persons, visit_outcomes);
diesel::allow_tables_to_appear_in_same_query!(persons, visit_people);
diesel::allow_tables_to_appear_in_same_query!(persons, visits);
diesel::allow_tables_to_appear_in_same_query!(rates, support_rules);
diesel::allow_tables_to_appear_in_same_query!(refresh_tokens, sessions);
diesel::allow_tables_to_appear_in_same_query!(refresh_tokens, users);
diesel::allow_tables_to_appear_in_same_query!(refused_ops, renewals);
diesel::allow_tables_to_appear_in_same_query!(refused_ops, sync_ops);
diesel::allow_tables_to_appear_in_same_query!(refused_ops, users);
diesel::allow_tables_to_appear_in_same_query!(remuneration_lines, remuneration_rates);
diesel::allow_tables_to_appear_in_same_query!(remuneration_lines, remuneration_statements);
diesel::allow_tables_to_appear_in_same_query!(remuneration_rates, remuneration_statements);
diesel::allow_tables_to_appear_in_same_query!(renewals, users);
diesel::allow_tables_to_appear_in_same_query!(renewals, visit_interests);
diesel::allow_tables_to_appear_in_same_query!(renewals, visit_people);
diesel::allow_tables_to_appear_in_same_query!(renewals, visits);
diesel::allow_tables_to_appear_in_same_query!(renewals, walk_list_entries);
diesel::allow_tables_to_appear_in_same_query!(renewals, walk_lists);
diesel::allow_tables_to_appear_in_same_query!(sessions, users);
diesel::allow_tables_to_appear_in_same_query!(support_rule_areas, support_rule_ends);
diesel::allow_tables_to_appear_in_same_query!(support_rule_areas, support_rules);
diesel::allow_tables_to_appear_in_same_query!(support_rule_ends, support_rules);
diesel::allow_tables_to_appear_in_same_query!(sync_ops, visits);
diesel::allow_tables_to_appear_in_same_query!(touch_windows, visits);
diesel::allow_tables_to_appear_in_same_query!(visit_interests, visit_people);
diesel::allow_tables_to_appear_in_same_query!(visit_interests, visits);
diesel::allow_tables_to_appear_in_same_query!(visit_outcomes, visits);
diesel::allow_tables_to_appear_in_same_query!(visit_people, visits);
diesel::allow_tables_to_appear_in_same_query!(visits, walk_list_assignments);
diesel::allow_tables_to_appear_in_same_query!(visits, walk_list_entries);
diesel::allow_tables_to_appear_in_same_query!(visits, walk_list_reasons);
diesel::allow_tables_to_appear_in_same_query!(visits, walk_lists);
diesel::allow_tables_to_appear_in_same_query!(walk_list_assignments, walk_list_entries);
diesel::allow_tables_to_appear_in_same_query!(walk_list_assignments, walk_list_reasons);
diesel::allow_tables_to_appear_in_same_query!(walk_list_assignments, walk_lists);
diesel::allow_tables_to_appear_in_same_query!(walk_list_entries, walk_list_reasons);
diesel::allow_tables_to_appear_in_same_query!(walk_list_entries, walk_lists);
diesel::allow_tables_to_appear_in_same_query!(walk_list_reasons, walk_lists);
