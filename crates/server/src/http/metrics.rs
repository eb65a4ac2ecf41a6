//! `/metrics` for whoever watches the machine: live sockets, how far followers lag, jobs. Numbers only, no names.

use std::{fmt::Write as _, net::SocketAddr};

use axum::{
    extract::{ConnectInfo, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use kernel::Error;
use platform::{
    App, feed,
    http::{Problem, Result},
    jobs,
};

/// Answers this machine only, and only when configured. Behind a proxy every request comes from this machine, so one that
/// was forwarded is a stranger's.
pub async fn metrics(
    State(app): State<App>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Result<Response> {
    let forwarded = ["x-forwarded-for", "forwarded", "x-real-ip", "via"].iter().any(|name| headers.contains_key(*name));
    if !app.config().http.metrics || !from.ip().to_canonical().is_loopback() || forwarded {
        return Err(Problem(Error::Hidden));
    }
    let text = text(&app).await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}

async fn text(app: &App) -> kernel::Result<String> {
    let mut page = Page::default();
    let head = feed::head(app.reader()).await?;
    page.one("feed_position", "gauge", "Last number given in the feed.", head);
    page.head("feed_lag", "gauge", "Events a follower has not handled yet.");
    for (name, at) in app.followers().positions(app).await? {
        page.labelled("feed_lag", "follower", name, (head - at).max(0));
    }
    let live = live::stats(app);
    page.labelled("feed_lag", "follower", "live", (head - live.position).max(0));
    let jobs = jobs::tally(app).await?;
    page.head("jobs", "gauge", "Jobs by state.");
    for (state, count) in [("due", jobs.due), ("later", jobs.later), ("failing", jobs.failing), ("failed", jobs.failed)]
    {
        page.labelled("jobs", "state", state, count);
    }
    page.one("live_connections", "gauge", "Open sockets.", live.connections);
    page.one("live_subscriptions", "gauge", "Streams watched, counted per socket.", live.subscriptions);
    for (name, help, value) in [
        ("live_projected_total", "Events turned into frames.", live.projected),
        ("live_pushed_total", "Frames handed to sockets.", live.pushed),
        ("live_soft_dropped_total", "Typing and presence left out of crowded queues.", live.soft_dropped),
        ("live_collapsed_total", "Streams collapsed into a dirty mark.", live.collapsed),
        ("live_slow_total", "Sockets closed because they did not read.", live.slow),
        ("live_silent_total", "Sockets closed because they answered no ping.", live.silent),
        ("live_floods_total", "Sockets closed because they sent too much.", live.floods),
        ("live_malformed_total", "Frames from clients that made no sense.", live.malformed),
        ("live_replayed_total", "Events told again to those who came back.", live.replayed),
        ("live_resyncs_total", "Answers that tell a client to reload.", live.resyncs),
        ("live_revoked_total", "Streams and sockets taken away with a right.", live.revoked),
    ] {
        page.one(name, "counter", help, value);
    }
    Ok(page.0)
}

/// The text format: a head, then lines of it.
#[derive(Default)]
struct Page(String);

impl Page {
    fn head(&mut self, name: &str, kind: &str, help: &str) {
        // Writing into a String cannot fail.
        let _ = writeln!(self.0, "# HELP staffroom_{name} {help}\n# TYPE staffroom_{name} {kind}");
    }

    fn one(&mut self, name: &str, kind: &str, help: &str, value: impl std::fmt::Display) {
        self.head(name, kind, help);
        let _ = writeln!(self.0, "staffroom_{name} {value}");
    }

    fn labelled(&mut self, name: &str, label: &str, of: &str, value: impl std::fmt::Display) {
        let _ = writeln!(self.0, "staffroom_{name}{{{label}=\"{of}\"}} {value}");
    }
}
