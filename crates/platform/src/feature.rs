//! How a feature plugs into the house: one value, listed once in the composition root.

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;

use crate::{
    App,
    cursors::Follower,
    jobs::JobHandler,
    ports::{
        Bank, Discussions, Drain, Evidence, FileOwners, Files, Gatherings, Harvest, NoticeSource, OpenPages,
        PersonalData, Proofs, Rooms, SchoolResults, SearchSource, Streams,
    },
};

/// What a feature offers. Absent ports are `None` or empty.
#[derive(Default)]
pub struct Feature {
    pub name: &'static str,
    /// Nested under `/api/v1`.
    pub routes: OpenApiRouter<App>,
    /// Addresses for people and browsers rather than for programs, at the root: open pages, signed links.
    pub pages: axum::Router<App>,
    pub streams: Option<Arc<dyn Streams>>,
    pub notices: Option<Arc<dyn NoticeSource>>,
    pub search: Option<Arc<dyn SearchSource>>,
    pub files: Option<Arc<dyn Files>>,
    /// Pages that strangers and search engines read.
    pub open: Option<Arc<dyn OpenPages>>,
    pub harvest: Option<Arc<dyn Harvest>>,
    pub discussions: Option<Arc<dyn Discussions>>,
    pub rooms: Option<Arc<dyn Rooms>>,
    pub bank: Option<Arc<dyn Bank>>,
    pub gatherings: Option<Arc<dyn Gatherings>>,
    /// Papers that anybody may check by their number.
    pub proofs: Option<Arc<dyn Proofs>>,
    /// What schools have shown in skills.
    pub evidence: Option<Arc<dyn Evidence>>,
    /// What results of pupils say about schools.
    pub results: Option<Arc<dyn SchoolResults>>,
    pub file_owners: Option<Arc<dyn FileOwners>>,
    /// Waited for by [`App::settle`].
    pub drain: Option<Arc<dyn Drain>>,
    pub personal: Option<Arc<dyn PersonalData>>,
    pub followers: Vec<Arc<dyn Follower>>,
    pub jobs: Vec<Arc<dyn JobHandler>>,
}
