# Every command in one place; `make` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:

PROFILE ?= dev
# The generated campaign of the demonstration: full, small or none.
SAMPLE ?= full
TARGET := $(or $(CARGO_TARGET_DIR),target)
BIN := $(TARGET)/$(if $(filter dev,$(PROFILE)),debug,$(PROFILE))/tungnha
STEP := sh scripts/step.sh
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: help demo build built prepare test check fmt-check schema-check tidy clippy doc fmt test-sqlite test-postgres \
	test-papers test-contract web test-web torture bench bench-web deny openapi seed-areas clean-demo

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: web build ## build, and serve a demonstration province on http://127.0.0.1:8080 (PROFILE=release: faster, built slower)
	@exec $(BIN) demo --sample $(SAMPLE)

build: ## build the program
	@$(STEP) "build ($(PROFILE))" cargo build --locked --profile $(PROFILE)

prepare: ## install what the tests need beside Rust, where that is possible
	@$(STEP) "prepare" sh scripts/prepare.sh

test: prepare web check built test-sqlite test-postgres test-papers test-contract test-web deny ## everything: checks, tests and the contract on both databases, licences

check: fmt-check schema-check tidy clippy doc ## everything but the tests, cheapest first

fmt-check:
	@$(STEP) "format" cargo fmt --check

schema-check:
	@$(STEP) "migrations in step" python3 scripts/schema.py --check

tidy: ## the house rules (tests/tidy.rs), without building anything else
	@mkdir -p $(TARGET)
	@$(STEP) "tidy" bash -c 'CARGO_MANIFEST_DIR="$$PWD" rustc --edition 2024 --test tests/tidy.rs -o $(TARGET)/tidy && $(TARGET)/tidy --quiet'

clippy:
	@$(STEP) "clippy" cargo clippy --locked --all-targets -- -D warnings

doc:
	@$(STEP) "doc" env RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --lib

built:
	@$(STEP) "build of the program and its tests" cargo test --locked --no-run

fmt: ## format the source
	cargo fmt

# Days are Viet Nam's wherever the server stands: each database is tested at one end of the world's clocks. Rules and estimators know
# no database, and are tested once.
test-sqlite: ## the tests on SQLite
	@$(STEP) "tests on SQLite" env TZ=Pacific/Kiritimati TUNGNHA_TEST_DB=sqlite cargo test --locked

test-postgres: ## the tests on PostgreSQL: a throw-away cluster, or the server in TEST_DATABASE_URL
	@$(STEP) --needs postgres "tests on PostgreSQL" env TZ=America/Adak TUNGNHA_TEST_DB=postgres cargo test --locked --test suite -- api:: cross:: schema::

test-papers: ## the papers that the tests wrote, opened with other people's readers
	@$(STEP) --needs papers "papers opened by openpyxl" python3 scripts/read_papers.py $(TARGET)/tmp/papers-*

# $(call BOTH,THING,NAME,SCRIPT): a script on both databases side by side, where PostgreSQL is there; in CI it has to be.
BOTH = runs="bash $(3) sqlite"; \
	if sh scripts/prepare.sh has postgres >/dev/null 2>&1; then set -- "$$runs" "bash $(3) postgres"; else set -- "$$runs"; fi; \
	$(STEP) --needs $(1) "$(2)" env TUNGNHA_BIN=$(TARGET)/debug/tungnha bash scripts/side_by_side.sh "$$@" && \
	$(STEP) --needs postgres "$(2) on PostgreSQL was possible" true

test-contract: built ## the running server against its OpenAPI document, on both databases
	@$(call BOTH,contract,contract,scripts/contract.sh)

# Node is needed for the app alone: nothing here is done when it is not there, and nothing is done twice. `make test` builds it
# before anything in Rust: what is built in is looked at again whenever web/dist changes.
WEB_SOURCES := $(shell find web/src web/scripts web/public web/field web/office -type f 2>/dev/null) web/vite.config.ts \
	web/svelte.config.js web/tsconfig.json web/package.json

web: web/dist/field/sw.js ## build the web app into web/dist

web/node_modules/.stamp: web/package-lock.json
	@$(STEP) --needs node "npm ci" bash -c 'cd web && npm ci --silent --no-audit --no-fund && touch node_modules/.stamp'

web/dist/field/sw.js: web/node_modules/.stamp $(WEB_SOURCES)
	@$(STEP) --needs node "build the web app" bash -c 'cd web && npx vite build --logLevel warn'

test-web: built ## the web app: types, unit tests, budgets, and the browser against the server, on both databases
	@$(STEP) --needs node "web: packages and build" $(MAKE) --no-print-directory web
	@$(STEP) --needs node "web: types, words, licences" \
		bash -c 'cd web && npm run --silent check && node scripts/check-api.mjs && node scripts/check-licences.mjs'
	@$(STEP) --needs node "web: unit tests" bash -c 'cd web && npm run --silent unit'
	@$(call BOTH,browser,web: browser,scripts/browser.sh)

TORTURE := TUNGNHA_KILLS=1000 TUNGNHA_DB_KILLS=100 TUNGNHA_SEALED_ROWS=100000

torture: ## kill the program a thousand times and PostgreSQL a hundred while phones push and people pay, rotate keys over 100,000 rows; 500 made-up campaigns of each design (`make test` makes fewer of the dear ones)
	@$(STEP) "made-up campaigns" env TUNGNHA_CAMPAIGNS=500 cargo test --release --locked --test suite methods::truth
	@$(STEP) "torture on SQLite" env TUNGNHA_TEST_DB=sqlite $(TORTURE) cargo test --locked --test suite killed
	@$(STEP) --needs postgres "torture on PostgreSQL" \
		env TUNGNHA_TEST_DB=postgres $(TORTURE) cargo test --locked --test suite killed

bench: ## measure the budgets
	@$(STEP) "bench" cargo bench --locked

bench-web: web built ## hold the field app to its budgets: 2,000 households on a processor six times slower
	@$(STEP) "web: budgets" env TUNGNHA_WEB_SPEED=1 TUNGNHA_BIN=$(TARGET)/debug/tungnha bash scripts/browser.sh sqlite field

deny: ## licences, bans, sources, known vulnerabilities
	@$(STEP) --needs deny "deny" sh scripts/deny.sh

openapi: ## write docs/openapi.json anew
	@cargo build --locked
	@$(TARGET)/debug/tungnha openapi > $(TARGET)/openapi.json && cp $(TARGET)/openapi.json docs/openapi.json

seed-areas: ## make config/seed/areas anew from the package vietnamadminunits
	@[ -x .venv/bin/pip ] || python3 -m venv .venv
	@.venv/bin/pip -q --disable-pip-version-check install --no-deps vietnamadminunits==1.0.4
	@$(STEP) "areas" python3 scripts/areas/build.py

clean-demo: ## forget the demonstration province
	rm -f var/tungnha.db var/tungnha.db-wal var/tungnha.db-shm
