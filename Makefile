# Учительская: two commands for newcomers, `make run` and `make test`.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

WEB_SOURCES := $(shell find web/src web/messages web/static web/project.inlang -type f -not -path '*/paraglide/*' 2>/dev/null) \
  web/package.json web/vite.config.ts web/svelte.config.js web/tsconfig.json

# What else may stand here: .ci/run.
LINT ?= cargo clippy --workspace --all-targets -- -D warnings

.PHONY: help run dev web test check bench fmt tools

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: web/build/index.html ## build everything and serve the demo network on one port
	cargo build --release -p staffroom
	exec ./target/release/staffroom serve --demo

dev: web/node_modules/.package-lock.json ## server and web application with reload, for developers
	trap 'kill 0' EXIT; cargo run -p staffroom -- serve --demo & cd web && npm run dev

web: web/build/index.html ## build the web application

# Not `npm ci`: it demands a lock entry for every platform's optional build, also for those a registry does not hold yet.
# The lock still decides the versions, and is not written.
web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	cd web && npm install --no-save --no-audit --no-fund
	touch $@

web/build/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	cd web && npm run build
	touch $@

tools: ## what the tests need of the system: Chromium, a foreign reader of calendars
	@{ command -v chromium && /usr/bin/python3 -c 'import icalendar'; } >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -q && apt-get install -y -q chromium python3-icalendar; \
	  else echo 'Something is missing. Type: sudo apt-get install -y chromium python3-icalendar' >&2; exit 1; fi; }

test: tools web/build/index.html ## every test: both databases, web units, browser journeys
	tests/run

check: web/build/index.html ## formatting, lints, types
	cargo fmt --all --check
	$(LINT)
	cd web && npm run lint && npm run check && npm run size
	if command -v cargo-deny >/dev/null; then cargo deny check; fi

bench: ## benchmarks, with the machine's description
	cargo run --release -p bench

fmt: ## format everything
	cargo fmt --all
	cd web && npm run format
