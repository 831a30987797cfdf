#include "directory/import.h"

#include <algorithm>

namespace arasha::directory {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What the file says replaces what is here; what it does not say stays, and so does what only we decide.
std::unique_ptr<Message> merged(const Message& here, const Message& from) {
  std::unique_ptr<Message> out(here.New());
  out->CopyFrom(here);
  const auto* reflection = out->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  from.GetReflection()->ListFields(from, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string& name = field->name();
    const bool kept = name == "give_on" || name == "secrecy" || name == "hsds_id" || name == "ended" || (name == "type" && from.GetReflection()->GetString(from, field) == "other");
    if (kept) continue;
    if (field->is_repeated()) {
      std::unique_ptr<Message> one(here.New());
      one->CopyFrom(from);
      reflection->ClearField(out.get(), field);
      reflection->SwapFields(out.get(), one.get(), {field});
    } else {
      reflection->SetString(out.get(), field, from.GetReflection()->GetString(from, field));
    }
  }
  return out;
}

// By its id in other directories, whatever its type.
const Item* find_by_hsds(const Record& record, const std::string& id) {
  for (const Item& item : record.items) {
    const Message& message = *item.latest().message;
    const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName("hsds_id");
    if (field == nullptr || item.as<DirectoryOrganisation>() != nullptr) continue;
    if (hsds_id(message.GetReflection()->GetString(message, field), item.id().bytes()) == id) return &item;
  }
  return nullptr;
}

struct Counts {
  std::size_t fresh = 0;
  std::size_t changed = 0;
};

// Adds or corrects one thing; answers the letters by which the others name it. Empty: the id belongs to something of another type.
std::string put(Change& change, const std::string& id, const Message& from, Counts& counts) {
  const Item* here = find_by_hsds(change.record(), id);
  if (here == nullptr) {
    ++counts.fresh;
    return change.add(from).text();
  }
  const Message& before = *here->latest().message;
  const std::string letters = here->id().text();
  if (before.GetDescriptor() != from.GetDescriptor()) return {};
  const auto now = merged(before, from);
  if (now->SerializeAsString() != before.SerializeAsString()) {
    ++counts.changed;
    change.add(*now, here->latest().id);
  }
  return letters;
}

Counts put_all(Change& change, const HsdsOrganisation& from) {
  Counts out;
  const Item* organisation = change.record().organisation();
  if (organisation == nullptr) {
    ++out.fresh;
    change.add(from.value);
  } else {
    const Message& before = *organisation->latest().message;
    const auto now = merged(before, from.value);
    if (now->SerializeAsString() != before.SerializeAsString()) {
      ++out.changed;
      change.add(*now, organisation->latest().id);
    }
  }
  std::map<std::string, std::string> places;
  for (const auto& one : from.places) places[one.id] = put(change, one.id, one.value, out);
  for (const auto& one : from.services) {
    DirectoryService service = one.value;
    for (const std::string& place : one.places) {
      if (!places[place].empty()) service.add_places(places[place]);
    }
    put(change, one.id, service, out);
  }
  for (const auto& one : from.contacts) put(change, one.id, one.value, out);
  for (const auto& one : from.vacancies) put(change, one.id, one.value, out);
  return out;
}

}  // namespace

std::size_t ImportPlan::count(ImportStep::Way way) const {
  return static_cast<std::size_t>(std::count_if(steps.begin(), steps.end(), [&](const ImportStep& step) { return step.way == way; }));
}

std::string ImportPlan::fingerprint() const {
  std::string all;
  for (const ImportStep& step : steps) {
    all += step.from.id + " " + std::to_string(static_cast<int>(step.way)) + " " + step.file.text() + " " + std::to_string(step.length) + " " +
           std::to_string(step.new_items) + " " + std::to_string(step.changed_items) + " " + step.from.value.give_on() + "\n";
  }
  return to_hex(BytesView(crypto::fingerprint("arasha/hsds-plan/v1", {view(all)})).first(16));
}

Result<ImportPlan> plan_import(vault::Vault& vault, const vault::Keyring& by, const HsdsTables& tables, const std::string& give_on, const std::vector<Row>& present) {
  TRY(content, read_organisations(tables, give_on));
  std::map<std::string, FileId> here;
  for (const Row& row : present) here[hsds_id(row.card.organisation().hsds_id(), row.file.bytes())] = row.file;
  ImportPlan out;
  out.mistakes = std::move(content.mistakes);
  out.left_out = tables.left_out;
  for (HsdsOrganisation& from : content.organisations) {
    ImportStep step;
    const auto found = here.find(from.id);
    step.from = std::move(from);
    if (!step.from.mistakes.empty()) {
      step.way = ImportStep::Way::refused;
      out.steps.push_back(std::move(step));
      continue;
    }
    Record record;
    record.file = crypto::random_id<FileId>();
    if (found != here.end()) {
      TRY(read, Files(vault).read(by, found->second));
      step.file = found->second;
      step.length = read.length;
      record = std::move(read);
    }
    Change change(std::move(record), by.member(), vault.clock().now());
    const Counts counts = put_all(change, step.from);
    step.new_items = counts.fresh;
    step.changed_items = counts.changed;
    if (!step.file.is_nil()) step.way = change.is_empty() ? ImportStep::Way::same : ImportStep::Way::changed;
    out.steps.push_back(std::move(step));
  }
  return out;
}

Result<std::size_t> carry_out(vault::Vault& vault, const vault::Keyring& by, const ImportPlan& plan) {
  if (!may_write(*vault.directory(), by.member())) return Error(ErrorCode::denied, "You may look at the directory, not change it. Ask somebody of the Referral circle.");
  std::vector<vault::FileChange> changes;
  for (const ImportStep& step : plan.steps) {
    if (step.way != ImportStep::Way::fresh && step.way != ImportStep::Way::changed) continue;
    Record record;
    record.file = step.file.is_nil() ? crypto::random_id<FileId>() : step.file;
    if (!step.file.is_nil()) {
      TRY(read, Files(vault).read(by, step.file));
      if (read.length != step.length) return Error(ErrorCode::conflict, "The directory was changed meanwhile. Look again at what would happen.");
      record = std::move(read);
    }
    Change change(std::move(record), by.member(), vault.clock().now());
    put_all(change, step.from);
    if (!change.is_empty()) changes.push_back(change.take());
  }
  if (changes.empty()) return std::size_t{0};
  const std::size_t count = changes.size();
  TRY_VOID(vault.append(by, changes));
  TRY_VOID(vault.record(by, vault::Action::imported, FileId(), static_cast<std::uint32_t>(count)));
  return count;
}

}  // namespace arasha::directory
