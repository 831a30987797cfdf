#include "schema/entry_types.h"

#include <algorithm>

#include "arasha/case_wanted.pb.h"
#include "arasha/clues.pb.h"
#include "arasha/comparison.pb.h"
#include "arasha/conference.pb.h"
#include "arasha/consent.pb.h"
#include "arasha/directory.pb.h"
#include "arasha/cooperation.pb.h"
#include "arasha/documents.pb.h"
#include "arasha/entries.pb.h"
#include "arasha/exchange.pb.h"
#include "arasha/facts.pb.h"
#include "arasha/handover.pb.h"
#include "arasha/handover_bundle.pb.h"
#include "arasha/intake.pb.h"
#include "arasha/legal.pb.h"
#include "arasha/lists.pb.h"
#include "arasha/letters.pb.h"
#include "arasha/own.pb.h"
#include "arasha/person.pb.h"
#include "arasha/plan.pb.h"
#include "arasha/referral.pb.h"
#include "arasha/retention.pb.h"
#include "arasha/returning.pb.h"
#include "arasha/services.pb.h"
#include "arasha/tasks.pb.h"
#include "base/check.h"
#include "schema/own_form.h"

namespace arasha::schema {
namespace {

void collect(const google::protobuf::FileDescriptor& file, std::vector<EntryType>& out) {
  for (int i = 0; i < file.message_type_count(); ++i) {
    const google::protobuf::Descriptor* descriptor = file.message_type(i);
    if (!descriptor->options().HasExtension(arasha::entry)) continue;
    const EntryOptions& options = descriptor->options().GetExtension(arasha::entry);
    CHECK(options.number() > 0 && options.number() < 0xffff);
    out.push_back({static_cast<std::uint16_t>(options.number()), static_cast<std::uint8_t>(options.compartment()), options.title(),
                   options.help(), options.internal(), options.own_form(), descriptor});
  }
}

}  // namespace

const std::vector<EntryType>& entry_types() {
  static const std::vector<EntryType> types = [] {
    std::vector<EntryType> out;
    for (const google::protobuf::Descriptor* one :
         {Identity::descriptor(), Facts::descriptor(), SharingOverride::descriptor(), LegalStatus::descriptor(), PersonMerged::descriptor(), RiskAssessment::descriptor(), ServiceStanding::descriptor(), Task::descriptor(),
          LegalHold::descriptor(), ReturnOptions::descriptor(), Clue::descriptor(), CaseFlag::descriptor(), PaperMade::descriptor(),
          PersonDocument::descriptor(), OwnAssistance::descriptor(), ExchangeBook::descriptor(), BlindRequest::descriptor(), CaseWanted::descriptor(),
          HandoverTerms::descriptor(), PartnerMessage::descriptor(), DirectoryOrganisation::descriptor(), Agreement::descriptor(), ComparisonAgreed::descriptor(),
          CaseOrigin::descriptor(), ConferencePlan::descriptor()}) {
      collect(*one->file(), out);
    }
    std::sort(out.begin(), out.end(), [](const EntryType& a, const EntryType& b) { return a.number < b.number; });
    return out;
  }();
  return types;
}

const EntryType* entry_type(std::uint16_t number) {
  for (const EntryType& type : entry_types()) {
    if (type.number == number) return &type;
  }
  return nullptr;
}

const EntryType* entry_type(std::string_view message_name) {
  for (const EntryType& type : entry_types()) {
    if (type.descriptor->name() == message_name) return &type;
  }
  const auto own = own_form_of(message_name);
  return own == nullptr ? nullptr : &own->type();
}

std::unique_ptr<google::protobuf::Message> make_message(const EntryType& type) {
  if (const auto own = own_form_of(type.descriptor->name())) return own->new_message();
  return std::unique_ptr<google::protobuf::Message>(google::protobuf::MessageFactory::generated_factory()->GetPrototype(type.descriptor)->New());
}

Result<std::unique_ptr<google::protobuf::Message>> parse_entry(std::uint16_t number, BytesView bytes) {
  const EntryType* type = entry_type(number);
  if (type == nullptr) return Error(ErrorCode::unsupported, "This entry was written by a newer program. Update this one.");
  if (bytes.size() > kEntryLimit) return Error(ErrorCode::too_large, "This entry is larger than it may be.");
  std::unique_ptr<google::protobuf::Message> message(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type->descriptor)->New());
  if (!message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Error(ErrorCode::damaged, "This entry cannot be read.");
  }
  if (!type->own_form) return message;
  const auto own = own_form_of_answers(*message);
  if (own == nullptr || own->type().number != number) return message;
  return own->read(bytes);
}

Bytes serialise(const google::protobuf::Message& message) {
  Bytes out(message.ByteSizeLong());
  CHECK(message.SerializeToArray(out.data(), static_cast<int>(out.size())));
  return out;
}

}  // namespace arasha::schema
