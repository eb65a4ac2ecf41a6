//! Subscribing without a gap and without a repetition.
//!
//! Join first, so that events gather in the queue; then ask whether the actor may watch; then read what was missed up to
//! how far the rooms have been told; then write the answer, the missed events, and let the queue run, less what the
//! replay covered. No lock is held while the database is read.

use kernel::Stream;
use uuid::Uuid;

use crate::{
    frames::{Refused, ServerFrame},
    queue::Out,
    replay::{self, Missed},
    rights::may_watch,
    socket::{Session, Step, or_end},
    wire::Wire,
};

pub(crate) struct Request {
    pub id: u64,
    pub streams: Vec<String>,
    pub since: Option<i64>,
    pub epoch: Option<Uuid>,
}

/// Streams joined by one request, with the numbers of the subscriptions.
#[derive(Default)]
struct Joined {
    subs: Vec<u64>,
    streams: Vec<Stream>,
}

impl Joined {
    /// The others were refused, or taken away meanwhile.
    fn keep(&mut self, standing: &[u64], refused: &mut Vec<Refused>) {
        let pairs = std::mem::take(&mut self.subs).into_iter().zip(std::mem::take(&mut self.streams));
        let (kept, lost): (Vec<_>, Vec<_>) = pairs.partition(|(sub, _)| standing.contains(sub));
        (self.subs, self.streams) = kept.into_iter().unzip();
        refused.extend(lost.into_iter().map(|(_, stream)| not_found(stream.to_string())));
    }
}

pub(crate) async fn subscribe(session: &Session, wire: &mut Wire, request: Request) -> Step {
    let mut refused = Vec::new();
    let mut joined = join(session, &request.streams, &mut refused);
    authorise(session, &mut joined, &mut refused).await?;
    let hub = &session.hub;
    let epoch = hub.epoch().await;
    let until = hub.started();
    let missed = match request.since {
        _ if request.epoch.is_some_and(|e| e != epoch) => Missed::TooMuch,
        Some(since) => or_end(session, replay::missed(&session.app, hub, &joined.streams, since, until).await)?,
        None => Missed::Told(Vec::new()),
    };
    if matches!(&missed, Missed::Told(told) if !told.is_empty()) {
        // The frames were made after the right was checked: check again, or a word written since might slip out.
        authorise(session, &mut joined, &mut refused).await?;
    }
    answer(session, wire, request, joined, refused, missed, (until, epoch)).await
}

fn join(session: &Session, names: &[String], refused: &mut Vec<Refused>) -> Joined {
    let mut joined = Joined::default();
    let limit = session.app.config().live.max_streams;
    for name in names {
        let Ok(stream) = name.parse::<Stream>() else {
            refused.push(not_found(name.chars().take(100).collect()));
            continue;
        };
        if joined.streams.contains(&stream) {
            continue;
        }
        if !session.conn().has(&stream) && session.conn().count() >= limit {
            refused.push(Refused { stream: stream.to_string(), code: "too_many".to_owned() });
            continue;
        }
        joined.subs.push(session.hub.join(session.conn(), &stream));
        joined.streams.push(stream);
    }
    joined
}

fn not_found(stream: String) -> Refused {
    Refused { stream, code: "not_found".to_owned() }
}

/// Leaves what may not be watched, and forgets what the follower has taken away meanwhile.
async fn authorise(session: &Session, joined: &mut Joined, refused: &mut Vec<Refused>) -> Step {
    let actor = session.conn().actor();
    let mut denied = Vec::new();
    for (sub, stream) in joined.subs.iter().zip(&joined.streams) {
        if !or_end(session, may_watch(&session.app, &actor, stream).await)? {
            denied.push(*sub);
        }
    }
    for sub in denied {
        session.hub.part(session.conn(), |no, _| no == sub);
    }
    joined.keep(&session.conn().standing(&joined.subs), refused);
    Ok(())
}

async fn answer(
    session: &Session,
    wire: &mut Wire,
    request: Request,
    mut joined: Joined,
    mut refused: Vec<Refused>,
    missed: Missed,
    (until, epoch): (i64, Uuid),
) -> Step {
    let (resync, told) = match missed {
        Missed::TooMuch => (true, Vec::new()),
        Missed::Told(told) => (false, told),
    };
    if resync {
        session.hub.counters.resyncs.add(1);
    }
    // What is in the queue for other streams goes first: then the position told is true for them too.
    let position = session.hub.done();
    let floor = if resync { until } else { until.max(request.since.unwrap_or(until)) };
    let (waiting, standing) = session.conn().settle(&joined.subs, floor, &told);
    joined.keep(&standing, &mut refused);
    let subok = ServerFrame::Subok {
        id: request.id,
        streams: joined.streams.iter().map(ToString::to_string).collect(),
        refused,
        position,
        epoch,
        resync,
    };
    let told = told.into_iter().filter(|t| joined.streams.contains(&t.stream)).map(|t| t.text);
    let all = waiting.into_iter().map(Out::into_text).chain([subok.text()]).chain(told);
    session.write_all(wire, all).await?;
    // Events that came meanwhile for the new streams wait in the queue.
    session.conn().wake.notify_one();
    Ok(())
}
