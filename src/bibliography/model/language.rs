//! Languages of entries: the names that BibLaTeX, Babel and people use, as BCP 47 tags.

/// Names in lower case, sorted, with their tags; the region is the one of CSL's locale.
const LANGUAGES: &[(&str, &str)] = &[
    ("acadian", "fr-CA"),
    ("afrikaans", "af-ZA"),
    ("albanian", "sq"),
    ("american", "en-US"),
    ("amharic", "am"),
    ("ancientgreek", "grc"),
    ("arabic", "ar"),
    ("aragonese", "an"),
    ("armenian", "hy"),
    ("asturian", "ast"),
    ("australian", "en-GB"),
    ("austrian", "de-AT"),
    ("azerbaijani", "az"),
    ("bahasa", "id"),
    ("bahasai", "id"),
    ("bahasam", "ms"),
    ("basque", "eu"),
    ("belarusian", "be"),
    ("bengali", "bn"),
    ("bosnian", "bs"),
    ("brazil", "pt-BR"),
    ("brazilian", "pt-BR"),
    ("breton", "br"),
    ("british", "en-GB"),
    ("bulgarian", "bg-BG"),
    ("burmese", "my"),
    ("canadian", "en-US"),
    ("canadien", "fr-CA"),
    ("catalan", "ca-AD"),
    ("chinese", "zh"),
    ("chinese-simplified", "zh-CN"),
    ("chinese-traditional", "zh-TW"),
    ("classiclatin", "la"),
    ("coptic", "cop"),
    ("croatian", "hr-HR"),
    ("czech", "cs-CZ"),
    ("danish", "da-DK"),
    ("divehi", "dv"),
    ("dutch", "nl-NL"),
    ("ecclesiasticlatin", "la"),
    ("english", "en-US"),
    ("esperanto", "eo"),
    ("estonian", "et-EE"),
    ("farsi", "fa-IR"),
    ("filipino", "fil"),
    ("finnish", "fi-FI"),
    ("francais", "fr-FR"),
    ("french", "fr-FR"),
    ("frenchb", "fr-FR"),
    ("friulan", "fur"),
    ("friulian", "fur"),
    ("gaelic", "gd"),
    ("galician", "gl"),
    ("georgian", "ka"),
    ("german", "de-DE"),
    ("germanb", "de-DE"),
    ("greek", "el-GR"),
    ("greenlandic", "kl"),
    ("gujarati", "gu"),
    ("hausa", "ha"),
    ("hebrew", "he-IL"),
    ("hindi", "hi"),
    ("hungarian", "hu-HU"),
    ("icelandic", "is-IS"),
    ("igbo", "ig"),
    ("indon", "id"),
    ("indonesian", "id"),
    ("interlingua", "ia"),
    ("irish", "ga"),
    ("italian", "it-IT"),
    ("japanese", "ja-JP"),
    ("kannada", "kn"),
    ("kazakh", "kk"),
    ("khmer", "km-KH"),
    ("korean", "ko-KR"),
    ("kurdish", "ku"),
    ("kurmanji", "kmr"),
    ("kyrgyz", "ky"),
    ("ladin", "lld"),
    ("lao", "lo"),
    ("latin", "la"),
    ("latvian", "lv-LV"),
    ("lithuanian", "lt-LT"),
    ("lowersorbian", "dsb"),
    ("lsorbian", "dsb"),
    ("luxembourgish", "lb"),
    ("macedonian", "mk"),
    ("magyar", "hu-HU"),
    ("malay", "ms"),
    ("malayalam", "ml"),
    ("maltese", "mt"),
    ("marathi", "mr"),
    ("medievallatin", "la"),
    ("melayu", "ms"),
    ("mexican", "es-MX"),
    ("meyalu", "ms"),
    ("mongolian", "mn-MN"),
    ("naustrian", "de-AT"),
    ("nepali", "ne"),
    ("newzealand", "en-GB"),
    ("ngerman", "de-DE"),
    ("nko", "nqo"),
    ("norsk", "nb-NO"),
    ("northernsami", "se"),
    ("norwegian", "nb-NO"),
    ("nswissgerman", "de-CH"),
    ("nynorsk", "nn-NO"),
    ("occitan", "oc"),
    ("odia", "or"),
    ("oriya", "or"),
    ("pashto", "ps"),
    ("persian", "fa-IR"),
    ("piedmontese", "pms"),
    ("pinyin", "zh-Latn"),
    ("polish", "pl-PL"),
    ("polutonikogreek", "el-GR"),
    ("portuges", "pt-PT"),
    ("portuguese", "pt-PT"),
    ("punjabi", "pa"),
    ("romanian", "ro-RO"),
    ("romansh", "rm"),
    ("russian", "ru-RU"),
    ("sami", "se"),
    ("samin", "se"),
    ("sanskrit", "sa"),
    ("scottish", "gd"),
    ("scottishgaelic", "gd"),
    ("serbian", "sr-RS"),
    ("serbianc", "sr-RS"),
    ("simplifiedchinese", "zh-CN"),
    ("sinhala", "si"),
    ("slovak", "sk-SK"),
    ("slovene", "sl-SI"),
    ("slovenian", "sl-SI"),
    ("somali", "so"),
    ("sorani", "ckb"),
    ("spanish", "es-ES"),
    ("swahili", "sw"),
    ("swedish", "sv-SE"),
    ("swissfrench", "fr-CH"),
    ("swissgerman", "de-CH"),
    ("syriac", "syr"),
    ("tajik", "tg"),
    ("tamil", "ta"),
    ("tatar", "tt"),
    ("telugu", "te"),
    ("thai", "th-TH"),
    ("tibetan", "bo"),
    ("traditionalchinese", "zh-TW"),
    ("turkish", "tr-TR"),
    ("turkmen", "tk"),
    ("ukenglish", "en-GB"),
    ("ukrainian", "uk-UA"),
    ("uppersorbian", "hsb"),
    ("urdu", "ur"),
    ("usenglish", "en-US"),
    ("usorbian", "hsb"),
    ("uyghur", "ug"),
    ("uzbek", "uz"),
    ("vietnamese", "vi-VN"),
    ("welsh", "cy"),
    ("xhosa", "xh"),
    ("yiddish", "yi"),
    ("yoruba", "yo"),
    ("zulu", "zu"),
];

/// What `langidopts = {variant = ...}` adds to `english` or `german`.
const VARIANTS: &[(&str, &str)] = &[
    ("american", "en-US"),
    ("australian", "en-GB"),
    ("austrian", "de-AT"),
    ("british", "en-GB"),
    ("newzealand", "en-GB"),
    ("swiss", "de-CH"),
    ("uk", "en-GB"),
    ("us", "en-US"),
    ("usmax", "en-US"),
];

/// The tag of a language: of a known name, or of what is a tag already.
pub(crate) fn tag(name: &str) -> Option<String> {
    let lower = name.trim().to_lowercase();
    let known = lower.strip_prefix("lang").filter(|rest| find(LANGUAGES, rest).is_some()).unwrap_or(&lower);
    find(LANGUAGES, known).map(str::to_owned).or_else(|| well_formed(name.trim()))
}

/// The names that babel prefers where several have one tag.
const PREFERRED: &[&str] = &["english", "british", "french", "ngerman", "naustrian", "nswissgerman", "brazilian"];

/// The name that LaTeX has for a tag; none where that name would be read as another one.
pub(crate) fn name(tag: &str) -> Option<&'static str> {
    let preferred = PREFERRED.iter().copied().find(|name| find(LANGUAGES, name) == Some(tag));
    preferred.or_else(|| LANGUAGES.iter().find(|(_, known)| *known == tag).map(|(name, _)| *name))
}

/// The tag with the variant that the options name, such as `variant=british`.
pub(crate) fn variant(options: &str) -> Option<&'static str> {
    let (_, value) =
        options.split(',').filter_map(|option| option.split_once('=')).find(|(key, _)| key.trim() == "variant")?;
    find(VARIANTS, &value.trim().to_lowercase())
}

/// Whether sentence case may be made of a title in this language; none counts as English.
pub(crate) fn is_english(tag: Option<&str>) -> bool {
    tag.is_none_or(|tag| tag.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case("en")))
}

fn find<'a>(table: &[(&str, &'a str)], name: &str) -> Option<&'a str> {
    table.binary_search_by(|(known, _)| (*known).cmp(name)).ok().map(|at| table[at].1)
}

/// A tag such as `en-gb` or `zh_Hans_CN` in its usual spelling.
fn well_formed(name: &str) -> Option<String> {
    let mut parts = name.split(['-', '_']);
    let primary = parts.next().filter(|part| matches!(part.len(), 2 | 3) && is_letters(part))?;
    let mut tag = primary.to_ascii_lowercase();
    for part in parts {
        let written = match part.len() {
            2 if is_letters(part) => part.to_ascii_uppercase(),
            4 if is_letters(part) => part[..1].to_ascii_uppercase() + &part[1..].to_ascii_lowercase(),
            1..=8 if part.bytes().all(|byte| byte.is_ascii_alphanumeric()) => part.to_ascii_lowercase(),
            _ => return None,
        };
        tag.push('-');
        tag.push_str(&written);
    }
    Some(tag)
}

fn is_letters(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_alphabetic())
}
