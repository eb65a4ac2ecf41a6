//! File names: cleaned for showing and saving, never used as paths.

/// Characters of a name.
const MAX: usize = 200;

/// Devices that Windows opens instead of a file of that name.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "lpt1", "lpt2", "lpt3"];

/// What a double click on a school computer would run.
const PROGRAMS: &[&str] = &[
    "apk", "appx", "bat", "cmd", "com", "cpl", "dll", "exe", "hta", "jar", "jse", "lnk", "msi", "msix", "pif", "ps1",
    "reg", "scr", "sh", "url", "vbe", "vbs", "wsf",
];

/// The last part of whatever path came, without what no file system or reader bears: controls, marks that turn the
/// writing direction (`cod.exe` shown as `exe.doc`), streams of NTFS (`a.txt::$DATA`), dots and spaces at the ends.
pub fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).find(|part| !part.trim().is_empty()).unwrap_or_default();
    let last = last.split("::$").next().unwrap_or_default();
    let mut clean = String::new();
    for c in last.chars() {
        match c {
            c if c.is_control() => {}
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => {}
            ':' | '*' | '?' | '"' | '<' | '>' | '|' => clean.push('_'),
            c if c.is_whitespace() => clean.push(' '),
            c => clean.push(c),
        }
    }
    let clean = shortened(clean.trim_matches(|c: char| c == '.' || c.is_whitespace()));
    if clean.is_empty() {
        return "файл".to_owned();
    }
    let stem = clean.split('.').next().unwrap_or_default().to_lowercase();
    if DEVICES.contains(&stem.as_str()) { format!("_{clean}") } else { clean }
}

/// Keeps the extension.
fn shortened(name: &str) -> String {
    if name.chars().count() <= MAX {
        return name.to_owned();
    }
    let extension = extension(name).map(|e| format!(".{e}")).unwrap_or_default();
    let kept: String = name.chars().take(MAX - extension.chars().count()).collect();
    format!("{}{extension}", kept.trim_end())
}

/// Lower-case, at most ten characters.
pub fn extension(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    let fits = !stem.is_empty() && (1..=10).contains(&extension.chars().count());
    fits.then(|| extension.to_lowercase())
}

pub fn is_program(name: &str) -> bool {
    extension(name).is_some_and(|e| PROGRAMS.contains(&e.as_str()))
}

/// The name of a picture that was re-encoded as another type.
pub fn with_extension(name: &str, wanted: &str) -> String {
    let same = |e: &str| e == wanted || (wanted == "jpg" && e == "jpeg");
    match extension(name) {
        Some(e) if same(&e) => name.to_owned(),
        Some(e) if ["png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff"].contains(&e.as_str()) => {
            format!("{}.{wanted}", &name[..name.len() - e.len() - 1])
        }
        _ => format!("{name}.{wanted}"),
    }
}

/// `attachment; filename="…"; filename*=UTF-8''…` by RFC 6266.
pub fn disposition(how: &str, name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' { c } else { '_' })
        .collect();
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{}", percent(name))
}

/// Everything but letters, digits and a few marks, percent-encoded: good in a header and in a path alike.
pub fn percent(name: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
