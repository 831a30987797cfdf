// A case of one organisation with an entry of every type that goes, and another organisation that takes it in.
#pragma once

#include "arasha/cards.pb.h"
#include "arasha/clues.pb.h"
#include "arasha/documents.pb.h"
#include "arasha/person.pb.h"
#include "arasha/plan.pb.h"
#include "arasha/returning.pb.h"
#include "arasha/tasks.pb.h"
#include "casework/changes.h"
#include "exchange/houses.h"
#include "handover/bundle_content.h"
#include "handover/bundle_format.h"
#include "schema/own_form.h"
#include "schema/vocabulary.h"
#include "vault/blobs.h"

namespace arasha::handover {

using exchange::House;
using exchange::must;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

inline const Groups kAllGroups = {"identity", "contact", "family", "what_happened", "services", "risk", "health", "legal", "photograph", "whereabouts"};

inline std::string first_code(const std::string& vocabulary) {
  if (vocabulary == "country") return "KZ";
  if (vocabulary == "language") return "kk";
  for (const schema::Vocabulary& one : schema::vocabularies()) {
    if (one.name == vocabulary) return one.terms.front().code;
  }
  return "other";
}

// Gives the bytes in pieces of that size; `fail_after` many pieces it is unavailable.
inline Source in_pieces(const Bytes& bytes, std::size_t piece = 5000, std::size_t fail_after = SIZE_MAX) {
  return [&bytes, piece, left = fail_after, at = std::size_t{0}]() mutable -> Result<Bytes> {
    if (left-- == 0) return Error(ErrorCode::unavailable, "Something went wrong.");
    const std::size_t part = std::min(bytes.size() - at, piece);
    const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    at += part;
    return Bytes(begin, begin + static_cast<std::ptrdiff_t>(part));
  };
}

class TwoHouses : public exchange::Houses {
 protected:
  void SetUp() override {
    Houses::SetUp();
    a_ = house("alpha");
    b_ = house("beta");
  }

  struct Case {
    FileId work;
    FileId person;
  };
  // As one that somebody opened; `more`: every type that goes, each with one correction. `only`: a restricted one.
  Case open_case(House& at, bool more = true, const casework::OnlyMembers& only = std::nullopt) {
    Case out{crypto::random_id<FileId>(), crypto::random_id<FileId>()};
    casework::GrowingFile person(out.person);
    casework::GrowingFile work(out.work);
    CaseOpened opened;
    opened.set_alias("Бура Тал");
    opened.set_person(out.person.text());
    opened.set_provenance("own");
    CaseForShift shift;
    shift.set_alias(opened.alias());
    shift.set_person(out.person.text());
    work.add(opened);
    work.add(shift);
    FirstContact contact;
    contact.set_date("2026-05-01");
    contact.set_danger("no");
    contact.add_sources("hotline");
    last_ = work.add(contact);
    Identity identity;
    identity.set_given_name("Алия");
    identity.set_sex("female");
    person.add(identity);
    person.open(HEALTH);
    work.open(LEGAL);
    if (more) add_every_type(at, person, work, out);
    write(at, person, only);
    write(at, work, only);
    return out;
  }
  void add_every_type(House& at, casework::GrowingFile& person, casework::GrowingFile& work, const Case& in) {
    for (const schema::EntryType& type : schema::entry_types()) {
      if (groups_of_entry(type.number).empty() || type.own_form) continue;
      auto& to = type.compartment == IDENTITY || type.compartment == HEALTH ? person : work;
      const auto message = schema::make_message(type);
      fill(at, *message, in);
      const EntryId first = to.add(*message);
      if (type.compartment == ASSISTANCE) last_ = first;
      fill(at, *message, in);
      to.add(*message, first);
    }
  }
  void fill(House& at, Message& message, const Case& in) {
    message.Clear();
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor* field = message.GetDescriptor()->field(i);
      const auto* reflection = message.GetReflection();
      if (field->message_type() != nullptr) {
        for (int row = 0; row < 2; ++row) fill(at, *reflection->AddMessage(&message, field), in);
      } else if (field->is_repeated()) {
        reflection->AddString(&message, field, value_for(at, *field, in));
      } else {
        reflection->SetString(&message, field, value_for(at, *field, in));
      }
    }
  }
  std::string value_for(House& at, const FieldDescriptor& field, const Case& in) {
    const FieldOptions& options = field.options().GetExtension(arasha::field);
    if (!options.vocabulary().empty()) return first_code(options.vocabulary());
    switch (options.kind()) {
      case Kind::DATE: return "2026-05-0" + std::to_string(1 + counter_++ % 9);
      case Kind::NUMBER: case Kind::ROW_NUMBER: return "3";
      case Kind::PHONE: return "+7 701 123 45 67";
      case Kind::MEMBER_ID: return at.first().member().text();
      case Kind::FILE_ID: return field.name() == "from_set" ? "closed.3.ready" : in.person.text();
      case Kind::ENTRY_ID: return last_.text();
      case Kind::SIGNATURE: return "12,40 13,41 80,60;200,30 205,31";
      default: return "Слово " + std::to_string(counter_++);
    }
  }
  static void write(House& at, casework::GrowingFile& file, const casework::OnlyMembers& only = std::nullopt) {
    vault::FileChange change = must(file.take(at.first().member(), at.vault().clock().now()));
    change.only_members = only;
    must(at.vault().append(at.first(), {change}));
  }
  static casework::Story story(House& at, FileId file) { return must(casework::Cases(at.vault()).read(at.first(), file)); }
  static EntryId add(House& at, FileId file, const Message& message, EntryId amends = EntryId()) {
    casework::GrowingFile growing(must(at.vault().open_file(at.first(), file)));
    const EntryId id = growing.add(message, amends);
    write(at, growing);
    return id;
  }
  static EntryId add_document(House& at, FileId file, const std::string& content) {
    CaseDocument document;
    document.set_kind("letter");
    document.set_title("Письмо");
    document.set_file_name("letter.txt");
    document.set_format("text");
    document.set_size(std::to_string(content.size()));
    auto blob = must(at.vault().begin_blob(at.first(), file, ASSISTANCE));
    must(blob->write(view(content)));
    must(blob->finish());
    return must(casework::Cases(at.vault()).add(at.first(), file, document, EntryId(), blob));
  }
  static std::string document_of(House& at, FileId file, EntryId id) {
    const auto told = story(at, file);
    const auto* item = told.find(id);
    if (item == nullptr) return "no such entry";
    auto blob = must(at.vault().open_blob(at.first(), file, item->first().seq));
    std::string out;
    for (;;) {
      const Bytes piece = must(blob->next());
      if (piece.empty()) return out;
      out += to_text(piece);
    }
  }

  Bytes bundle_of(House& at, FileId work, const Groups& covered = kAllGroups) {
    Bytes out;
    inventory_ = must(write_bundle(at.vault(), at.first(), work, covered, [&](BytesView bytes) -> Result<void> {
      out.insert(out.end(), bytes.begin(), bytes.end());
      return {};
    }));
    return out;
  }
  TakeIn from(const House& at) const { return {at.id(), "Альфа", FileId(), clock_.now()}; }
  Result<TakenIn> take(House& to, const House& sender, const Bytes& bundle, const vault::Keyring* by = nullptr) {
    return take_in(to.vault(), by == nullptr ? to.first() : *by, {}, from(sender), [&]() -> Result<Source> { return in_pieces(bundle); });
  }
  bool stands(House& at, FileId file) { return must(at.vault().store().file(file)).has_value(); }

  // Every version of a file that goes, as it must stand at the other house: an independent second reading of the rules.
  struct Line {
    std::string author;
    std::int64_t time = 0;
    std::string content;
    bool operator==(const Line&) const = default;
  };
  using Told = std::map<EntryId, std::vector<Line>>;  // by the first version's id
  Told told_there(House& at, FileId file, const IdsHere& ids, const std::string& organisation) {
    Told out;
    for (const casework::Item& item : story(at, file).items) {
      if (groups_of_entry(item.type).empty() || item.closed || item.latest().erased) continue;
      for (const casework::Version& version : item.versions) {
        const std::unique_ptr<Message> copy(version.message->New());
        copy->CopyFrom(*version.message);
        EXPECT_TRUE(check_and_localise(*copy, ids).is_ok()) << copy->DebugString();
        const std::string who = version.origin != nullptr ? version.origin->author + " (" + version.origin->organisation + ")"
                                                          : at.vault().directory()->member(version.author)->name + " (" + organisation + ")";
        out[ids.entry(item.first().id)].push_back({who, to_milliseconds(version.time), copy->SerializeAsString()});
      }
    }
    return out;
  }
  Told told_here(House& at, FileId file) {
    Told out;
    for (const casework::Item& item : story(at, file).items) {
      if (groups_of_entry(item.type).empty()) continue;
      for (const casework::Version& version : item.versions) {
        EXPECT_NE(version.origin, nullptr);
        const std::string who = version.origin == nullptr ? "" : version.origin->author + " (" + version.origin->organisation + ")";
        out[item.first().id].push_back({who, to_milliseconds(version.time), version.message == nullptr ? "" : version.message->SerializeAsString()});
      }
    }
    return out;
  }

  std::unique_ptr<House> a_;
  std::unique_ptr<House> b_;
  CaseInventory inventory_;
  EntryId last_;
  int counter_ = 0;
};

}  // namespace arasha::handover
