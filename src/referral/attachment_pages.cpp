// The documents of a conversation: how far they are, taking one out, taking one into the case, and the file for the stick.
#include <algorithm>

#include "casework/documents/content.h"
#include "casework/documents/panel.h"
#include "referral/refer_form.h"
#include "schema/vocabulary.h"
#include "vault/blobs.h"

namespace arasha::referral {
namespace {

std::string address_of(FileId file, const Attachment& one) { return thread_address(file) + "/documents/" + one.content().id(); }

// A conversation that this member may open, without reading it.
struct Found {
  FileId file;
  ThreadCard card;
  Attachment one;  // where the address names one
};
Result<Found> find(const Room& room, const Visit& visit) {
  const Error missing(ErrorCode::not_found, "There is no such page.");
  const auto file = FileId::from_text(visit.parameters.at("file"));
  if (!file || !room.vault.may_open(visit.keyring, *file, REFERRAL)) return missing;
  Found out;
  out.file = *file;
  TRY(card, card_of(room.vault, visit.keyring, *file));
  if (card.kind() != kReferral || card.attachments().empty()) return missing;
  out.card = std::move(card);
  return out;
}
Result<Found> find_one(const Room& room, const Visit& visit) {
  TRY(out, find(room, visit));
  const Attachment* one = attachment_in(out.card, visit.parameters.at("content"));
  if (one == nullptr) return Error(ErrorCode::not_found, "There is no such page.");
  out.one = *one;
  return out;
}

web::Pieces pieces_of(std::shared_ptr<exchange::OpenedContent> opened) {
  return [opened = std::move(opened)] { return opened->next(); };
}

// --- What is shown

Html state_of(const Catalogue& words, const ThreadCard& card, const Attachment& one, const exchange::Progress& progress, bool kept) {
  const std::vector<std::string> numbers = {words.number(progress.done), words.number(progress.of)};
  if (!card.ours()) {
    if (one.taken()) return web::tag(web::Meaning::good, words.text(N_("In the case")));
    if (progress.complete()) return web::tag(web::Meaning::good, words.text(N_("Here")));
    return web::tag(web::Meaning::waiting, words.text(N_("Arriving: {1} of {2} pieces"), numbers));
  }
  if (!kept) return web::tag(web::Meaning::over, words.text(N_("Destroyed here")));
  if (progress.by_hand) return web::tag(web::Meaning::waiting, words.text(N_("To be carried by hand")));
  if (progress.complete()) return web::tag(web::Meaning::active, words.text(N_("On its way")));
  return web::tag(web::Meaning::waiting, words.text(N_("On its way: {1} of {2} pieces"), numbers));
}

Html links_of(const Visit& visit, FileId file, const ThreadCard& card, const Attachment& one, bool complete) {
  const Catalogue& words = visit.words;
  if (card.ours() || !complete) return {};
  Html out = el("p", {{"class", "govuk-body-s govuk-!-margin-bottom-1"}}, el("a", {{"href", address_of(file, one)}, {"download", ""}, {"class", "govuk-link"}}, words.text(N_("Take the file out")), el("span", {{"class", "govuk-visually-hidden"}}, " " + one.title())));
  if (card.case_file().empty() || one.taken()) return out;
  out.add(el("form", {{"method", "post"}, {"action", address_of(file, one) + "/case"}}, web::csrf_field(visit.csrf),
             el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}}, words.text(N_("Take it into the case")), el("span", {{"class", "govuk-visually-hidden"}}, " " + one.title()))));
  return out;
}

// --- Out of it

web::Response take_out(const Room& room, const Visit& visit) {
  const auto found = find_one(room, visit);
  if (!found) return web::error_page(visit, found.error());
  const Attachment& one = found->one;
  auto opened = exchange::open_content(room.vault, visit.keyring, found->file, one.content());
  if (!opened) return web::error_page(visit, opened.error());
  const auto format = casework::format_of(one.format());
  return web::Response::attachment(one.name(), format ? casework::media_type_of(*format) : "application/octet-stream", one.content().size(), pieces_of(std::move(*opened)));
}

// All documents of it, one after the other.
web::Response carry_documents(const Room& room, const Visit& visit) {
  const auto found = find(room, visit);
  if (!found) return web::error_page(visit, found.error());
  const auto thread = exchange::ThreadId::from_text(found->card.thread());
  const PartnerMark* them = other_side(found->card);
  const auto to = them == nullptr ? Result<OrganizationId>(OrganizationId()) : OrganizationId::from_text(them->partner());
  if (!found->card.ours() || !thread || !to) return no_page(visit);
  const auto all = std::make_shared<std::vector<exchange::PiecesToCarry>>();
  std::uint64_t length = 0;
  for (const Attachment& one : found->card.attachments()) {
    const auto id = exchange::ContentId::from_text(one.content().id());
    auto pieces = id ? exchange::carry_pieces(room.vault, visit.keyring, *thread, *id, *to, expires_of(found->card)) : Result<exchange::PiecesToCarry>(id.error());
    if (!pieces) return web::error_page(visit, pieces.error());
    length += pieces->length;
    all->push_back(std::move(*pieces));
  }
  if (const auto recorded = room.vault.record(visit.keyring, vault::Action::exported, found->file, 1); !recorded) return web::error_page(visit, recorded.error());
  return web::Response::attachment("documents.arasha", "application/octet-stream", length, [all, at = std::size_t{0}]() mutable -> Result<Bytes> {
    for (; at < all->size(); ++at) {
      TRY(some, (*all)[at].next());
      if (!some.empty()) return some;
    }
    return Bytes();
  });
}

// --- Into the case

void put(google::protobuf::Message& message, const char* name, const std::string& value) {
  message.GetReflection()->SetString(&message, message.GetDescriptor()->FindFieldByName(name), value);
}

Result<void> copy(exchange::OpenedContent& from, vault::NewBlob& to) {
  while (true) {
    TRY(some, from.next());
    if (some.empty()) return to.finish();
    TRY_VOID(to.write(some));
  }
}

Result<void> take_into_case(const Room& room, const Visit& visit, const Found& found, const casework::CaseView& view) {
  const Attachment& one = found.one;
  const schema::EntryType* type = schema::entry_type(static_cast<std::uint16_t>(one.type()));
  if (type == nullptr || !casework::is_document(type->number)) return Error(ErrorCode::unsupported, "This document comes from a newer program. Update this one.");
  const bool of_person = type->compartment == IDENTITY || type->compartment == HEALTH;
  const FileId file = of_person ? view.person : view.file;
  if (file.is_nil() || !view.may_add.contains(static_cast<std::uint8_t>(type->compartment))) {
    return Error(ErrorCode::denied, N_("It belongs into a part of the case into which you may not write. Ask a colleague who may."));
  }
  // What a partner calls a picture is looked at like what a member sends in: once to see what it is, once to take it.
  TRY(first, exchange::open_content(room.vault, visit.keyring, found.file, one.content()));
  TRY(looked, casework::look_at(pieces_of(std::move(first)), one.name()));
  const auto message = casework::new_message(*type);
  put(*message, "kind", one.kind());
  put(*message, "title", one.title());
  casework::DocumentFields of_file;
  of_file.file_name = casework::name_to_keep(one.name(), looked.format);
  of_file.format = casework::code_of(looked.format);
  of_file.size = std::to_string(looked.size);
  if (casework::is_picture(looked.format)) of_file.cleaned = "kept";
  casework::put_file(*message, of_file);
  TRY(blob, room.vault.begin_blob(visit.keyring, file, static_cast<vault::Compartment>(type->compartment)));
  TRY(second, exchange::open_content(room.vault, visit.keyring, found.file, one.content()));
  TRY_VOID(copy(*second, *blob));
  TRY(content, exchange::ContentId::from_text(one.content().id()));
  // Pressed twice, or by two colleagues, it stands there once.
  TRY_VOID(casework::Cases(room.vault).add(visit.keyring, file, *message, *EntryId::from_bytes(content.bytes()), blob));
  TRY(thread, exchange::ThreadId::from_text(found.card.thread()));
  ThreadNote entry;
  entry.set_what("document_taken");
  return note(room.vault, visit.keyring, thread, {.notes = {&entry}, .card = [id = one.content().id()](ThreadCard& card) {
                for (Attachment& each : *card.mutable_attachments()) {
                  if (each.content().id() == id) each.set_taken(true);
                }
              }, .files = {}, .entries = {}});
}

web::Response into_case(const Room& room, const Visit& visit) {
  const auto found = find_one(room, visit);
  if (!found) return web::error_page(visit, found.error());
  if (found->card.ours()) return no_page(visit);
  const std::string back = thread_address(found->file);
  if (found->one.taken()) return web::Response::redirect(back, N_("This document is in the case already."));
  const auto case_file = FileId::from_text(found->card.case_file());
  if (!case_file || found->card.case_file().empty()) return web::error_page(visit, Error(ErrorCode::conflict, N_("Open a case from the referral first.")));
  const auto view = casework::open_case_view(room.desk, visit, *case_file);
  if (!view) return web::error_page(visit, view.error());
  if (const auto done = take_into_case(room, visit, *found, *view); !done) return web::error_page(visit, done.error());
  return web::Response::redirect(back, N_("The document is in the case."));
}

web::Response go_on(const Room& room, const Visit& visit) {
  const auto file = FileId::from_text(visit.parameters.at("file"));
  const auto thread = file ? open_thread(room.vault, visit.keyring, *file) : Result<Thread>(file.error());
  if (!thread) return web::error_page(visit, thread.error());
  if (post_more(room, visit, *thread, std::chrono::seconds(5)) && room.nudge) room.nudge();
  return web::Response::redirect(thread_address(*file));
}

}  // namespace

bool post_more(const Room& room, const Visit& visit, const Thread& thread, Duration at_most) {
  if (!has_to_post(thread.card, room.vault.clock().now())) return false;
  // A consent that was withdrawn meanwhile stops what has not gone.
  if (!is_covered_now(room, visit, thread, today(room)).value_or(false)) return false;
  const auto done = post_attachments(room.vault, visit.keyring, thread.card, at_most);
  return done && !done->by_hand;
}

Html documents_of(const Room& room, const Visit& visit, const Thread& thread) {
  const Catalogue& words = visit.words;
  const ThreadCard& card = thread.card;
  if (card.attachments().empty()) return {};
  const auto book = exchange::read_book(room.vault, visit.keyring);
  const PartnerMark* them = other_side(card);
  const auto to = them == nullptr ? Result<OrganizationId>(OrganizationId()) : OrganizationId::from_text(them->partner());
  const PartnerRow* row = book && to ? exchange::partner_row(*book, *to) : nullptr;
  const bool by_hand = card.ours() && (row == nullptr || row->url().empty());
  Html items;
  bool kept_some = false;
  bool waits = false;
  for (const Attachment& one : card.attachments()) {
    auto progress = exchange::progress_of(room.vault, visit.keyring, thread.file, one.content());
    const auto id = exchange::ContentId::from_text(one.content().id());
    const auto entries = id ? exchange::entries_of(room.vault, visit.keyring, thread.file, *id) : Result<std::vector<std::uint32_t>>(id.error());
    if (!progress || !entries) continue;
    progress->by_hand = by_hand;
    const bool kept = !entries->empty();
    kept_some = kept_some || kept;
    waits = waits || (kept && !progress->complete());
    const std::string about = casework::label(words, "stored_document_kind", one.kind()) + " · " + casework::label(words, "document_format", one.format()) + ", " + casework::shown_size(words, std::to_string(one.content().size()));
    items.add(el("li", {{"class", "arasha-item"}}, el("div", {}, one.title(), " ", state_of(words, card, one, *progress, kept)), casework::quiet(about), links_of(visit, thread.file, card, one, progress->complete())));
  }
  Html inside = el("ul", {{"class", "arasha-items"}}, items);
  if (card.ours() && kept_some) {
    if (waits && !by_hand) {
      inside.add(el("form", {{"method", "post"}, {"action", thread_address(thread.file) + "/documents/post"}}, web::csrf_field(visit.csrf),
                    el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}}, words.text(N_("Go on sending")))));
    }
    inside.add(el("p", {{"class", "govuk-body-s"}}, el("a", {{"href", thread_address(thread.file) + "/documents/carry"}, {"download", ""}, {"class", "govuk-link"}}, words.text(N_("Download the documents as a file to carry by hand")))));
  }
  return casework::section(words.text(N_("Documents")), "documents", inside);
}

void add_attachment_pages(web::Site& site, const RoomPtr& room) {
  on_get(site, room, "/referrals/{file}/documents/carry", carry_documents);
  on_post(site, room, "/referrals/{file}/documents/post", go_on);
  on_get(site, room, "/referrals/{file}/documents/{content}", take_out);
  on_post(site, room, "/referrals/{file}/documents/{content}/case", into_case);
}

}  // namespace arasha::referral
