#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "arasha/documents.pb.h"
#include "casework/documents/content.h"
#include "casework/documents/rules.h"
#include "handover/take_in.h"

namespace arasha::handover {
namespace {

using google::protobuf::Message;

constexpr std::chrono::hours kClocksDiffer{48};

bool is_of_person(std::uint8_t compartment) { return compartment == IDENTITY || compartment == HEALTH; }

std::string text_in(const Message& message, const char* name) {
  const auto* field = message.GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? std::string() : message.GetReflection()->GetString(message, field);
}
void put_text(Message& message, const char* name, const std::string& value) {
  message.GetReflection()->SetString(&message, message.GetDescriptor()->FindFieldByName(name), value);
}

class LookingThrough {
 public:
  LookingThrough(const vault::Vault& vault, BundleReader reader, const std::string& sender_name)
      : vault_(vault), reader_(std::move(reader)), sender_name_(sender_name), ids_(reader_.head().from, vault.organization()) {}

  Result<Plan> run() {
    out_.head = reader_.head();
    out_.case_file = ids_.file(out_.head.case_file);
    out_.person_file = ids_.file(out_.head.person_file);
    auto inventory = schema::parse_as<CaseInventory>(out_.head.inventory);
    if (!inventory) return damaged_bundle();
    out_.inventory = std::move(*inventory);
    out_.inventory.DiscardUnknownFields();
    for (;;) {
      TRY(record, reader_.next());
      if (const auto* form = std::get_if<BundleForm>(&record)) {
        TRY_VOID(take(*form));
      } else if (auto* entry = std::get_if<BundleEntry>(&record)) {
        TRY_VOID(take(std::move(*entry)));
      } else {
        TRY_VOID(close(std::get<BundleEnd>(record)));
        return std::move(out_);
      }
    }
  }

 private:
  Result<void> take(const BundleForm& form) {
    const std::string hash = form_hash(form.definition);
    TRY(here, form_here(form.definition, ids_, stands_here(hash)));
    if (!forms_.emplace(hash, out_.forms.size()).second) return damaged_bundle();
    out_.forms.push_back(std::move(here));
    return {};
  }
  // The same definition, made of the same file of forms: answers to it are answers to our own form.
  bool stands_here(const std::string& hash) const {
    for (const auto& [name, versions] : vault_.directory()->forms()) {
      for (const vault::FormVersion& one : versions) {
        if (to_hex(one.hash) == hash) return true;
      }
    }
    return false;
  }

  Result<void> take(BundleEntry entry) {
    const schema::EntryType* type = schema::entry_type(entry.type);
    if (type == nullptr) return newer_bundle();
    if (groups_of_entry(entry.type).empty()) return damaged_bundle();
    if (is_of_person(type->compartment) != (entry.place == Place::person)) return damaged_bundle();
    if (entry.time > vault_.clock().now() + kClocksDiffer) return damaged_bundle();
    PlannedEntry out;
    out.place = entry.place;
    out.type = entry.type;
    out.compartment = type->compartment;
    out.id = ids_.entry(entry.id);
    out.time = entry.time;
    out.author = std::move(entry.author);
    out.organisation = entry.organisation.empty() ? sender_name_ : std::move(entry.organisation);
    TRY(message, content_of(*type, entry.content));
    out.content = schema::serialise(*message);
    if (out.content.size() > schema::kEntryLimit) return damaged_bundle();
    if (!entry.amends.is_nil()) TRY_VOID(follow(entry, out));
    if (entry.document > 0) TRY_VOID(take_document(entry, *message, out));
    if (!places_.emplace(entry.id, out_.entries.size()).second) return damaged_bundle();
    if (entry.amends.is_nil()) ++going_[entry.type];
    out_.entries.push_back(std::move(out));
    return {};
  }

  Result<std::unique_ptr<Message>> content_of(const schema::EntryType& type, BytesView content) {
    auto message = schema::make_message(type);
    if (!message->ParseFromArray(content.data(), static_cast<int>(content.size()))) return damaged_bundle();
    if (type.own_form) {
      const auto form = forms_.find(text_in(*message, "definition"));
      if (form == forms_.end()) return damaged_bundle();
      const FormHere& here = out_.forms[form->second];
      if (text_in(*message, "form") != here.name_there || here.form->type().number != type.number) return damaged_bundle();
      message = here.form->new_message();
      if (!message->ParseFromArray(content.data(), static_cast<int>(content.size()))) return damaged_bundle();
      put_text(*message, "form", here.form->definition().name());
      put_text(*message, "definition", here.hash);
    }
    TRY_VOID(check_and_localise(*message, ids_));
    return message;
  }

  // A correction follows what it corrects: the version before it, of the same thing.
  Result<void> follow(const BundleEntry& entry, PlannedEntry& out) {
    const auto before = places_.find(entry.amends);
    if (before == places_.end() || !corrected_.insert(entry.amends).second) return damaged_bundle();
    const PlannedEntry& corrected = out_.entries[before->second];
    if (corrected.type != out.type || corrected.place != out.place) return damaged_bundle();
    out.amends = corrected.id;
    out.document_of = corrected.document_of;
    return {};
  }

  Result<void> take_document(const BundleEntry& entry, const Message& message, PlannedEntry& out) {
    if (!casework::is_document(entry.type) || !entry.amends.is_nil() || entry.document > casework::kDocumentLimit) return damaged_bundle();
    if (text_in(message, "size") != std::to_string(entry.document)) return damaged_bundle();
    crypto::RunningHash hash;
    // What went wrong in the bundle, or in its source, is not what is wrong with a document.
    std::optional<Error> broken;
    const web::Pieces pieces = [&]() -> Result<Bytes> {
      auto piece = reader_.chunk();
      if (piece) hash.add(*piece);
      else broken = piece.error();
      return piece;
    };
    const auto looked = casework::look_at(pieces, text_in(message, "file_name"));
    if (broken) return *broken;
    if (!looked || looked->size != entry.document || casework::code_of(looked->format) != text_in(message, "format")) return damaged_bundle();
    TRY(rest, reader_.chunk());
    if (!rest.empty()) return damaged_bundle();
    out.document = entry.document;
    out.document_hash = hash.value();
    out.document_of = out.id;
    ++documents_;
    document_bytes_ += entry.document;
    return {};
  }

  // What the sender says it is must be what it is: both sides sign for it.
  Result<void> close(const BundleEnd& end) {
    std::map<std::uint16_t, std::uint32_t> said;
    for (const TypeCount& one : out_.inventory.going()) {
      if (one.type() > 0xffff || !said.emplace(static_cast<std::uint16_t>(one.type()), one.count()).second) return damaged_bundle();
    }
    const bool fits = said == going_ && out_.inventory.documents() == documents_ && out_.inventory.document_bytes() == document_bytes_ &&
                      out_.inventory.case_there() == out_.head.case_file.text() && out_.inventory.alias().size() <= kLongestName &&
                      out_.inventory.staying_size() <= 500 && is_day(out_.inventory.first()) && is_day(out_.inventory.last());
    if (!fits) return damaged_bundle();
    out_.inventory.set_hash(end.hash.data(), end.hash.size());
    out_.inventory.set_size(end.size);
    std::set<vault::Compartment> parts = {IDENTITY, ASSISTANCE, PRESENCE};  // the beginnings of the two files
    for (const PlannedEntry& one : out_.entries) parts.insert(one.compartment);
    out_.parts.assign(parts.begin(), parts.end());
    return {};
  }
  static bool is_day(const std::string& day) { return day.empty() || date_from_iso(day).is_ok(); }

  const vault::Vault& vault_;
  BundleReader reader_;
  const std::string sender_name_;
  const IdsHere ids_;
  Plan out_;
  std::map<std::string, std::size_t> forms_;             // by the hash there
  std::unordered_map<EntryId, std::size_t> places_;      // by the id there
  std::set<EntryId> corrected_;
  std::map<std::uint16_t, std::uint32_t> going_;
  std::uint32_t documents_ = 0;
  std::uint64_t document_bytes_ = 0;
};

}  // namespace

Result<Plan> look_through(const vault::Vault& vault, OrganizationId sender, const std::string& sender_name, Source source) {
  TRY(reader, BundleReader::open(std::move(source)));
  if (reader.head().from != sender) return damaged_bundle();
  return LookingThrough(vault, std::move(reader), sender_name).run();
}

Result<std::unique_ptr<Message>> message_of(const PlannedEntry& entry) { return schema::parse_entry(entry.type, entry.content); }

}  // namespace arasha::handover
