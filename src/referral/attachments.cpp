#include "referral/attachments.h"

#include <algorithm>
#include <charconv>

#include "schema/vocabulary.h"

namespace arasha::referral {
namespace {

Error wrong() { return {ErrorCode::invalid_input, "This referral holds something that no referral may hold."}; }

void gather(FileId file, const casework::Story& story, std::vector<OfferedDocument>& out) {
  for (const casework::Item& item : story.items) {
    auto fields = item.closed ? std::nullopt : casework::document_in(item);
    if (!fields) continue;
    OfferedDocument one;
    one.key = item.first().id.text();
    one.file = file;
    one.seq = item.first().seq;
    one.type = item.type;
    one.groups = groups_of_document(item.type, fields->kind);
    one.fields = std::move(*fields);
    out.push_back(std::move(one));
  }
}

bool is_attachment(const Attachment& one) {
  return casework::is_document(static_cast<std::uint16_t>(one.type())) && one.type() <= 0xffff && !one.title().empty() && one.title().size() <= 800 &&
         !one.name().empty() && one.name().size() <= 400 && schema::has_code("document_format", one.format()) &&
         schema::has_code("stored_document_kind", one.kind()) && !one.taken();
}

}  // namespace

std::uint64_t OfferedDocument::size() const {
  std::uint64_t out = 0;
  std::from_chars(fields.size.data(), fields.size.data() + fields.size.size(), out);
  return out;
}

std::vector<std::string> groups_of_document(std::uint16_t type, std::string_view kind) {
  std::vector<std::string> out;
  const auto add = [&](const char* group) {
    if (std::find(out.begin(), out.end(), group) == out.end()) out.emplace_back(group);
  };
  const schema::EntryType* known = schema::entry_type(type);
  const int part = known == nullptr ? 0 : known->compartment;
  add(part == IDENTITY ? "identity" : part == HEALTH ? "health" : part == LEGAL ? "legal" : "services");
  if (kind == "identity") add("identity");
  if (kind == "photograph") add("photograph");
  if (kind == "medical") add("health");
  if (kind == "legal" || kind == "evidence") add("legal");
  if (kind == "recording") add("what_happened");
  return out;
}

std::vector<OfferedDocument> offered_documents(const casework::CaseView& view) {
  std::vector<OfferedDocument> out;
  gather(view.file, view.story, out);
  if (view.who) gather(view.person, *view.who, out);
  std::reverse(out.begin(), out.end());
  return out;
}

void announce(const std::vector<OfferedDocument>& documents, ReferralPacket& packet) {
  for (const OfferedDocument& one : documents) {
    Attachment* to = packet.add_attachments();
    to->set_name(one.fields.file_name);
    to->set_format(one.fields.format);
    to->set_title(one.fields.title);
    to->set_kind(one.fields.kind);
    to->set_type(one.type);
    to->mutable_content()->set_size(one.size());
  }
}

Result<std::vector<vault::NewEntry>> keep_documents(vault::Vault& vault, const vault::Keyring& by, exchange::ThreadId thread,
                                                    const std::vector<OfferedDocument>& documents, ReferralPacket& packet) {
  std::vector<vault::NewEntry> out;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    TRY(from, vault.open_blob(by, documents[i].file, documents[i].seq));
    TRY(to, exchange::NewContent::begin(vault, by, thread));
    while (true) {
      TRY(some, from->next());
      if (some.empty()) break;
      TRY_VOID(to->write(some));
    }
    TRY_VOID(to->finish());
    *packet.mutable_attachments(static_cast<int>(i))->mutable_content() = to->description();
    out.push_back(to->entry());
  }
  return out;
}

Result<void> check_attachments(const ReferralPacket& packet) {
  if (packet.attachments_size() > kMostAttachments) return wrong();
  std::uint64_t size = 0;
  std::set<std::string> ids;
  for (const Attachment& one : packet.attachments()) {
    if (!is_attachment(one) || !exchange::check_content(one.content())) return wrong();
    size += one.content().size();
    if (size > kAttachmentsLimit || !ids.insert(one.content().id()).second) return wrong();
  }
  return {};
}

Time expires_of(const ThreadCard& card) {
  const auto until = date_from_iso(card.access_until());
  return until ? Time(std::chrono::sys_days(*until).time_since_epoch()) + std::chrono::days(1) : Time();
}

bool has_to_post(const ThreadCard& card, Time now) {
  const Time end = expires_of(card);
  return card.ours() && card.posting() && card.attachments_size() > 0 && (end == Time() || now < end);
}

Result<exchange::Progress> post_attachments(vault::Vault& vault, const vault::Keyring& by, const ThreadCard& card, Duration at_most) {
  const auto end = std::chrono::steady_clock::now() + at_most;
  TRY(thread, exchange::ThreadId::from_text(card.thread()));
  const PartnerMark* them = other_side(card);
  if (them == nullptr) return Error(ErrorCode::not_found, "There is no such page.");
  TRY(to, OrganizationId::from_text(them->partner()));
  exchange::Progress all;
  for (const Attachment& one : card.attachments()) {
    TRY(id, exchange::ContentId::from_text(one.content().id()));
    const auto left = std::chrono::duration_cast<Duration>(end - std::chrono::steady_clock::now());
    const bool is_time = all.done == 0 || left > Duration(0);
    const auto done = is_time ? exchange::post_pieces(vault, by, thread, id, to, expires_of(card), left)
                              : exchange::progress_of(vault, by, exchange::file_of(vault, thread), one.content());
    if (!done) return done.error();
    all.done += done->done;
    all.of += done->of;
    all.by_hand = all.by_hand || done->by_hand;
  }
  if (!all.complete()) return all;
  ThreadNote entry;
  entry.set_what("documents_sent");
  TRY_VOID(note(vault, by, thread, {.notes = {&entry}, .card = [](ThreadCard& fresh) { fresh.set_posting(false); }, .files = {}, .entries = {}}));
  return all;
}

const Attachment* attachment_in(const ThreadCard& card, std::string_view content) {
  const auto found = std::find_if(card.attachments().begin(), card.attachments().end(), [&](const Attachment& one) { return one.content().id() == content; });
  return found == card.attachments().end() ? nullptr : &*found;
}

exchange::Expected expected_pieces(const vault::Vault& vault) {
  return [&vault](const vault::Keyring& by, FileId file, OrganizationId from, exchange::ContentId content) -> Result<std::optional<Content>> {
    TRY(row, vault.store().file(file));
    if (!row) return std::optional<Content>();
    const auto card = card_of(vault, by, file);
    if (!card && card.error().code == ErrorCode::damaged) return std::optional<Content>();  // a conversation of another room
    if (!card) return card.error();
    const PartnerMark* them = other_side(*card);
    if (card->kind() != kReferral || card->ours() || them == nullptr || them->partner() != from.text()) return std::optional<Content>();
    if (!has_step(*card, "sent")) return std::optional<Content>();
    if (card->packet() == 0) return Error(ErrorCode::not_found, "What was sent is destroyed.");
    const Attachment* one = attachment_in(*card, content.text());
    return one == nullptr ? std::optional<Content>() : std::optional<Content>(one->content());
  };
}

Result<std::vector<std::uint32_t>> attachment_entries(const vault::Vault& vault, const vault::Keyring& by, FileId file, const ThreadCard& card) {
  std::vector<std::uint32_t> out;
  for (const Attachment& one : card.attachments()) {
    TRY(id, exchange::ContentId::from_text(one.content().id()));
    TRY(entries, exchange::entries_of(vault, by, file, id));
    out.insert(out.end(), entries.begin(), entries.end());
  }
  return out;
}

}  // namespace arasha::referral
