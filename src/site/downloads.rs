//! The references as files beside the pages, remembered by what they are made from.

use crate::citation::{Job, Work};
use crate::export::{self, Document, ListFormat};
use crate::memo::Latest;
use crate::page::Composer;
use crate::page::downloads::{DATA, List, Record, data};
use rayon::prelude::*;
use std::sync::Arc;

/// Files by their endings.
type Files = Arc<Vec<(&'static str, Arc<[u8]>)>>;

/// Files of lists by title and job; of sources data by their records, and documents by what stands in them.
#[derive(Debug, Default)]
pub struct DownloadMemo {
    lists: Latest<(String, Arc<Job>), Files>,
    records: Latest<Arc<Work>, Files>,
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
        let argument = (list.title.clone(), Arc::clone(&list.done.job));
        named(&list.stem, memo.lists.get(&list.stem, argument, |_| of_list(list)))
    });
    let records = composer.records();
    let records = records.into_par_iter().flat_map_iter(|Record { stem, work, document }| {
        let data = named(&stem, memo.records.get(&stem, Arc::clone(work), |work| of_record(work)));
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
    let job = &list.done.job;
    let document = written(&Document::list(&list.title, job, &list.done.formatted));
    let data = DATA.iter().map(|file| (file.ending, data(job, file.format).into_bytes().into()));
    Arc::new(data.chain([("docx", document)]).collect())
}

fn of_record(work: &Work) -> Files {
    let file = |format| export::records_as(&[(&work.key, &work.item)], format).into_bytes().into();
    Arc::new(DATA.iter().map(|of| (of.ending, file(of.format))).collect())
}
