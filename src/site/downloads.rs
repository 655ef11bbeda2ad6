//! The references as files beside the pages, remembered by what they are made from.

use crate::bibliography::{Item, Reference, SpelledTitle};
use crate::citation::Job;
use crate::export::{self, Document, ListFormat};
use crate::memo::Latest;
use crate::page::Composer;
use crate::page::downloads::{DATA, List, Record};
use rayon::prelude::*;
use std::sync::Arc;

/// Files by their endings.
type Files = Arc<Vec<(&'static str, Arc<[u8]>)>>;

/// Files of lists by title, job and the letters of titles; of sources data by what their files say of them, and documents by
/// what stands in them.
#[derive(Debug, Default)]
pub struct DownloadMemo {
    lists: Latest<(String, Arc<Job>, Vec<SpelledTitle>), Files>,
    records: Latest<(String, Item, SpelledTitle), Files>,
    documents: Latest<Document, Arc<[u8]>>,
}

impl DownloadMemo {
    /// Forgets what was not asked for since the last sweep.
    pub fn sweep(&self) {
        self.lists.sweep();
        self.records.sweep();
        self.documents.sweep();
    }
}

/// The files of every list and every source, by path.
pub fn files(composer: &Composer<'_>, memo: &DownloadMemo) -> Vec<(String, Arc<[u8]>)> {
    let lists = composer.lists();
    let lists = lists.par_iter().flat_map_iter(|list| {
        let spelled = list.references.iter().map(|reference| reference.spelled.clone()).collect();
        let argument = (list.title.clone(), Arc::clone(&list.done.job), spelled);
        named(&list.stem, memo.lists.get(&list.stem, argument, |_| of_list(list)))
    });
    let records = composer.records();
    let records = records.into_par_iter().flat_map_iter(|Record { stem, reference, document }| {
        let Reference { key, item, spelled, .. } = reference;
        let argument = (key.clone(), item.clone(), spelled.clone());
        let data = named(&stem, memo.records.get(&stem, argument, |_| Arc::new(data(&[reference]).collect())));
        let document = document.map(|document| memo.documents.get(&stem, document, written));
        data.into_iter().chain(document.map(|bytes| (format!("{stem}.docx"), bytes)))
    });
    lists.chain(records).collect()
}

fn written(document: &Document) -> Arc<[u8]> {
    export::render(document, ListFormat::Docx).into()
}

fn named(stem: &str, files: Files) -> Vec<(String, Arc<[u8]>)> {
    files.iter().map(|(ending, bytes)| (format!("{stem}.{ending}"), bytes.clone())).collect()
}

fn of_list(list: &List<'_>) -> Files {
    let document = written(&Document::list(&list.title, &list.done.job, &list.done.formatted));
    Arc::new(data(&list.references).chain([("docx", document)]).collect())
}

/// These records in each format of data.
fn data(references: &[&Reference]) -> impl Iterator<Item = (&'static str, Arc<[u8]>)> {
    DATA.iter().map(|file| (file.ending, export::text(references, file.format).into_bytes().into()))
}
