//! What a harvester is told.

use kernel::{PageCursor, Timestamp, subject};
use platform::{
    App,
    http::Result,
    ports::{HarvestQuery, HarvestRecord},
};

use super::{
    ask::{Arguments, Ask, FORMAT, Fault, Listing},
    xml::Xml,
};

/// Records of one answer.
const PAGE: u64 = 100;
const OAI: &str = "http://www.openarchives.org/OAI/2.0/";
const DC: &str = "http://www.openarchives.org/OAI/2.0/oai_dc/";
const XSI: (&str, &str) = ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");

pub async fn to(app: &App, arguments: &Arguments, ask: Ask) -> Result<String> {
    let mut xml = begun(app, arguments);
    let fault = match ask {
        Ask::Identify => identify(app, &mut xml).await?,
        Ask::Formats { identifier } => formats(app, &mut xml, identifier.as_deref()).await?,
        Ask::Sets => sets(&mut xml),
        Ask::Record { identifier } => one(app, &mut xml, &identifier).await?,
        Ask::List(listing) => list(app, &mut xml, listing).await?,
    };
    Ok(match fault {
        None => {
            xml.end("OAI-PMH");
            xml.finish()
        }
        Some(fault) => refusal(app, arguments, &[fault]),
    })
}

pub fn refusal(app: &App, arguments: &Arguments, faults: &[Fault]) -> String {
    // Arguments that make no sense are not repeated.
    let senseless = faults.iter().any(|fault| matches!(fault, Fault::BadVerb(_) | Fault::BadArgument(_)));
    let mut xml = if senseless { begun(app, &Arguments::read(b"")) } else { begun(app, arguments) };
    for fault in faults {
        let (code, text) = match fault {
            Fault::BadVerb(text) => ("badVerb", *text),
            Fault::BadArgument(text) => ("badArgument", text.as_str()),
            Fault::BadResumptionToken => ("badResumptionToken", "no list goes on with this token"),
            Fault::CannotDisseminateFormat => ("cannotDisseminateFormat", "the only format is oai_dc"),
            Fault::IdDoesNotExist => ("idDoesNotExist", "there is no such record"),
            Fault::NoRecordsMatch => ("noRecordsMatch", "there are no such records"),
        };
        xml.element("error", &[("code", code)], text);
    }
    xml.end("OAI-PMH");
    xml.finish()
}

fn begun(app: &App, arguments: &Arguments) -> Xml {
    let mut xml = Xml::default();
    let schema = format!("{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd");
    xml.start("OAI-PMH", &[("xmlns", OAI), XSI, ("xsi:schemaLocation", schema.as_str())]);
    xml.element("responseDate", &[], &second(app.now()));
    let echo: Vec<(&str, &str)> = arguments.pairs().collect();
    xml.element("request", &echo, &app.address("/oai"));
    xml
}

fn second(at: Timestamp) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// `oai:<host>:`: the host makes identifiers unique in the world.
fn host(app: &App) -> String {
    let url = url::Url::parse(&app.config().http.public_url).ok();
    url.as_ref().and_then(url::Url::host_str).unwrap_or("localhost").to_owned()
}

fn identifier(app: &App, local: &str) -> String {
    format!("oai:{}:{local}", host(app))
}

async fn identify(app: &App, xml: &mut Xml) -> Result<Option<Fault>> {
    let earliest = app.harvest()?.earliest(app).await?.unwrap_or_else(|| app.now());
    xml.start("Identify", &[])
        .element("repositoryName", &[], "Учительская: банк педагогических практик")
        .element("baseURL", &[], &app.address("/oai"))
        .element("protocolVersion", &[], "2.0")
        .element("adminEmail", &[], &letters_to(&app.config().mail.from))
        .element("earliestDatestamp", &[], &second(earliest))
        .element("deletedRecord", &[], "persistent")
        .element("granularity", &[], "YYYY-MM-DDThh:mm:ssZ");
    let host = host(app);
    if is_domain(&host) {
        let named = "http://www.openarchives.org/OAI/2.0/oai-identifier";
        let schema = format!("{named} {named}.xsd");
        xml.start("description", &[])
            .start("oai-identifier", &[("xmlns", named), XSI, ("xsi:schemaLocation", schema.as_str())])
            .element("scheme", &[], "oai")
            .element("repositoryIdentifier", &[], &host)
            .element("delimiter", &[], ":")
            .element("sampleIdentifier", &[], &identifier(app, "practice/1"))
            .end("oai-identifier")
            .end("description");
    }
    xml.end("Identify");
    Ok(None)
}

/// The scheme of identifiers can be described for real domains only, not for numbers or a bare name.
fn is_domain(host: &str) -> bool {
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    host.contains('.') && host.split('.').all(part)
}

/// The address in «Имя <address>»; the protocol wants one with a domain, and a trial installation has only its own name.
fn letters_to(from: &str) -> String {
    let address = from.rsplit_once('<').map_or(from, |(_, rest)| rest).trim_end_matches('>').trim();
    match address.split_once('@') {
        Some((_, domain)) if domain.contains('.') => address.to_owned(),
        Some(_) => format!("{address}.localdomain"),
        None => "staffroom@localhost.localdomain".to_owned(),
    }
}

async fn formats(app: &App, xml: &mut Xml, identifier: Option<&str>) -> Result<Option<Fault>> {
    if let Some(identifier) = identifier
        && found(app, identifier).await?.is_none()
    {
        return Ok(Some(Fault::IdDoesNotExist));
    }
    xml.start("ListMetadataFormats", &[])
        .start("metadataFormat", &[])
        .element("metadataPrefix", &[], FORMAT)
        .element("schema", &[], "http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
        .element("metadataNamespace", &[], DC)
        .end("metadataFormat")
        .end("ListMetadataFormats");
    Ok(None)
}

fn sets(xml: &mut Xml) -> Option<Fault> {
    xml.start("ListSets", &[]);
    for code in subject::SUBJECTS {
        xml.start("set", &[]).element("setSpec", &[], code).element("setName", &[], subject::russian(code)).end("set");
    }
    xml.end("ListSets");
    None
}

async fn found(app: &App, wanted: &str) -> Result<Option<HarvestRecord>> {
    let Some(local) = wanted.strip_prefix(&identifier(app, "")) else { return Ok(None) };
    Ok(app.harvest()?.record(app, local).await?)
}

async fn one(app: &App, xml: &mut Xml, identifier: &str) -> Result<Option<Fault>> {
    let Some(told) = found(app, identifier).await? else { return Ok(Some(Fault::IdDoesNotExist)) };
    xml.start("GetRecord", &[]);
    record(app, xml, &told);
    xml.end("GetRecord");
    Ok(None)
}

async fn list(app: &App, xml: &mut Xml, listing: Listing) -> Result<Option<Fault>> {
    let query = HarvestQuery {
        from: listing.from,
        before: listing.before,
        set: listing.set.clone(),
        after: listing.after,
        limit: PAGE + 1,
        full: listing.full,
    };
    let mut records = app.harvest()?.records(app, &query).await?;
    let more = records.len() as u64 > PAGE;
    records.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let Some(last) = records.last().map(|record| (record.changed, record.id)) else {
        let resumed = listing.after.is_some();
        return Ok(Some(if resumed { Fault::BadResumptionToken } else { Fault::NoRecordsMatch }));
    };
    let name = if listing.full { "ListRecords" } else { "ListIdentifiers" };
    xml.start(name, &[]);
    for told in &records {
        if listing.full { record(app, xml, told) } else { header(app, xml, told) }
    }
    if more || listing.after.is_some() {
        let whole = app.harvest()?.count(app, &query).await?.to_string();
        let given = listing.given.to_string();
        let next = Listing { after: Some(last), given: listing.given + records.len() as u64, ..listing };
        let token = if more { PageCursor::encode(&next)? } else { String::new() };
        xml.element("resumptionToken", &[("completeListSize", whole.as_str()), ("cursor", given.as_str())], &token);
    }
    xml.end(name);
    Ok(None)
}

fn header(app: &App, xml: &mut Xml, told: &HarvestRecord) {
    let status: &[(&str, &str)] = if told.elements.is_none() { &[("status", "deleted")] } else { &[] };
    xml.start("header", status).element("identifier", &[], &identifier(app, &told.local)).element(
        "datestamp",
        &[],
        &second(told.changed),
    );
    for set in &told.sets {
        xml.element("setSpec", &[], set);
    }
    xml.end("header");
}

fn record(app: &App, xml: &mut Xml, told: &HarvestRecord) {
    xml.start("record", &[]);
    header(app, xml, told);
    if let Some(elements) = &told.elements {
        let schema = format!("{DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd");
        let names = [
            ("xmlns:oai_dc", DC),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xsi:schemaLocation", schema.as_str()),
        ];
        xml.start("metadata", &[]).start("oai_dc:dc", &names);
        for (name, text) in elements {
            xml.element(&format!("dc:{name}"), &[], text);
        }
        xml.end("oai_dc:dc").end("metadata");
    }
    xml.end("record");
}
