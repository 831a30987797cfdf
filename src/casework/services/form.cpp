#include "casework/services/form.h"

#include <algorithm>
#include <array>

#include "casework/cards.h"
#include "casework/rules.h"
#include "casework/services/norms.h"
#include "casework/services/rules.h"
#include "casework/services/words.h"

namespace arasha::casework {
namespace {

constexpr const char* kStored = "stored";
constexpr std::array kSingle = {"quantity", "unit"};
constexpr std::array kCommon = {"date", "until", "provider", "provider_kind", "place", "funding", "project", "goal", "receipt", "receipt_number", "note"};

struct InPack {
  const pack::ServiceKind* kind = nullptr;
  const pack::ServiceItem* item = nullptr;
};

const pack::ServiceItem* item_on(const pack::ServiceKind& kind, std::string_view id, Date day) {
  for (const pack::ServiceItem& item : kind.items()) {
    if (item.id() == id && pack::is_valid_on(item.norm(), day)) return &item;
  }
  return nullptr;
}

// As the norms have it on that day. Without an item: the kind as a whole.
std::optional<InPack> in_pack_on(const pack::Pack& pack, std::string_view kind_id, std::string_view item_id, Date day) {
  const pack::ServiceKind* kind = pack.service_kind_on(kind_id, day);
  if (kind == nullptr) return std::nullopt;
  if (item_id.empty()) return InPack{kind, nullptr};
  const pack::ServiceItem* item = item_on(*kind, item_id, day);
  return item == nullptr ? std::nullopt : std::optional(InPack{kind, item});
}

// In any version.
std::optional<InPack> in_pack(const pack::Pack& pack, std::string_view kind_id, std::string_view item_id) {
  for (const pack::ServiceKind& kind : pack.contents().service_kinds()) {
    if (kind.id() != kind_id) continue;
    if (item_id.empty()) return InPack{&kind, nullptr};
    for (const pack::ServiceItem& item : kind.items()) {
      if (item.id() == item_id) return InPack{&kind, &item};
    }
  }
  return std::nullopt;
}

// Before the first list of services of a pack its first list stands for it: cases of those years are entered too.
Date day_of_list(const pack::Pack& pack, Date day) {
  std::string first;
  for (const pack::ServiceKind& kind : pack.contents().service_kinds()) {
    if (pack::is_valid_on(kind.norm(), day)) return day;
    if (first.empty() || kind.norm().valid_from() < first) first = kind.norm().valid_from();
  }
  const auto begin = date_from_iso(first);
  return begin && day < *begin ? *begin : day;
}

Date day_typed(const schema::FormData& typed, Date today) {
  const auto date = typed.has("date") ? schema::read_date(typed.get("date")) : schema::read_date(typed.get("date-day"), typed.get("date-month"), typed.get("date-year"));
  const auto day = date ? date_from_iso(*date) : Result<Date>(Error(ErrorCode::invalid_input, "There is no such day in the calendar."));
  return day ? *day : today;
}

web::ChoiceField service_choice(const Catalogue& words, const pack::Pack& pack, Date day, const schema::FormData& typed, const ServiceGiven* stored, const std::string& suffix) {
  web::ChoiceField field;
  field.name = "service" + suffix;
  field.label = words.text(N_("Service"));
  field.kind = web::ChoiceKind::select;
  field.choices = service_choices(words, pack, day);
  if (stored != nullptr) field.choices.insert(field.choices.begin(), {kStored, words.text(N_("{1}, as it was recorded"), {service_title(words, *stored)}), {}});
  field.chosen = {std::string(typed.get(field.name))};
  if (stored != nullptr && field.chosen.front().empty()) field.chosen = {kStored};
  return field;
}

schema::FormData own_fields(const schema::FormData& form) {
  schema::FormData out;
  const auto is_asked = [](std::string_view name) {
    for (const char* end : {"-day", "-month", "-year"}) {
      if (name.ends_with(end)) name.remove_suffix(std::string_view(end).size());
    }
    return name == "twice" || std::find(kSingle.begin(), kSingle.end(), name) != kSingle.end() || std::find(kCommon.begin(), kCommon.end(), name) != kCommon.end();
  };
  for (const auto& [name, value] : form.fields()) {
    if (is_asked(name)) out.add(name, value);
  }
  return out;
}

void read_choice(const schema::FormData& form, const pack::Pack& pack, const ServiceGiven* stored, ServiceTyped& out) {
  const auto values = form.all("service");
  const auto wrong = [&](const char* sentence) { out.errors.push_back({"service", Error(ErrorCode::invalid_input, sentence)}); };
  if (values.size() > 1) return wrong(N_("Choose only one answer."));
  if (values.empty() || values[0].empty()) return wrong(N_("Answer this question."));
  if (stored != nullptr && values[0] == kStored) {
    out.service.set_pack(stored->pack());
    out.service.set_kind(stored->kind());
    out.service.set_item(stored->item());
    *out.service.mutable_names() = stored->names();
    return;
  }
  const auto slash = values[0].find('/');
  const std::string_view kind = values[0].substr(0, slash);
  const std::string_view item = slash == std::string_view::npos ? std::string_view() : values[0].substr(slash + 1);
  auto found = in_pack(pack, kind, item);
  if (!found) return wrong(N_("Choose one of the answers in the list."));
  if (const auto day = date_from_iso(out.service.date())) {
    if (const auto then = in_pack_on(pack, kind, item, day_of_list(pack, *day))) found = then;
  }
  put_service(out.service, pack, *found->kind, found->item);
}

}  // namespace

Result<ServiceCase> open_service_case(const Desk& desk, const Visit& visit, FileId file) {
  const Error none(ErrorCode::not_found, "There is no such page.");
  const auto readers = readers_of(desk.vault, file, ASSISTANCE);
  if (!readers || !readers->exists || !may_write(desk, visit, file, ASSISTANCE)) return none;
  Cases cases(desk.vault);
  ServiceCase out;
  out.file = file;
  TRY(story, cases.read(visit.keyring, file));
  out.story = std::move(story);
  const CaseCard card = case_card(out.story);
  if (card.alias().empty()) return none;
  out.alias = card.alias();
  const auto person = FileId::from_text(card.person());
  if (!person) return out;
  if (desk.vault.may_open(visit.keyring, *person, IDENTITY)) {
    TRY(who, cases.read(visit.keyring, *person));
    out.who = std::move(who);
    out.identity = out.who->last<Identity>();
  }
  std::vector<projection::CaseRow> rows;
  {
    TRY(access, desk.tables.projection().enter(visit.keyring, ASSISTANCE));
    rows = desk.tables.cases().of_person(access, *person);
  }
  for (const projection::CaseRow& row : rows) {
    if (row.file == file || !desk.vault.may_open(visit.keyring, row.file, ASSISTANCE)) continue;
    TRY(other, cases.read(visit.keyring, row.file));
    out.elsewhere.push_back(std::move(other));
  }
  return out;
}

std::string service_code(const ServiceGiven& service) { return service.kind() + "/" + service.item(); }

std::vector<web::Choice> service_choices(const Catalogue& words, const pack::Pack& pack, Date date) {
  std::vector<web::Choice> out;
  const Date day = day_of_list(pack, date);
  for (const pack::ServiceKind* kind : pack::all_on(pack.contents().service_kinds(), day)) {
    const std::string& title = pack::in_language(kind->title(), words.language());
    for (const pack::ServiceItem* item : pack::all_on(kind->items(), day)) {
      out.push_back({kind->id() + "/" + item->id(), title + ": " + pack::in_language(item->title(), words.language()), {}});
    }
    out.push_back({kind->id() + "/", title + ": " + std::string(words.text(N_("another service"))), {}});
  }
  return out;
}

Html service_fields(const Catalogue& words, const pack::Pack& pack, Date today, const schema::FormData& typed, const web::FieldErrors& errors,
                    const ServiceAsked& asked, const ServiceGiven* stored, const std::string& suffix) {
  Html out;
  const auto add = [&](const char* name, const std::string& end) {
    out.add(web::form_field(words, field_named(*ServiceGiven::descriptor(), name), name + end, typed, errors));
  };
  if (asked.single) {
    out.add(web::choice_field(words, service_choice(words, pack, day_typed(typed, today), typed, stored, suffix), errors));
    for (const char* name : kSingle) add(name, suffix);
  }
  if (!asked.common) return out;
  for (const char* name : kCommon) add(name, "");
  const bool asked_twice = std::any_of(errors.begin(), errors.end(), [](const auto& one) { return one.field == "twice"; });
  if (asked_twice || typed.get("twice") == "yes") {
    web::ChoiceField twice;
    twice.name = "twice";
    twice.label = words.text(N_("The same on one day"));
    twice.kind = web::ChoiceKind::checkboxes;
    twice.choices = {{"yes", std::string(words.text(N_("It was really given twice"))), {}}};
    twice.chosen = {std::string(typed.get("twice"))};
    twice.optional = true;
    out.add(web::choice_field(words, twice, errors));
  }
  return out;
}

void add_service_labels(web::Labels& to, const Catalogue& words, const std::string& suffix) {
  add_labels(to, words, *ServiceGiven::descriptor());
  to["service" + suffix] = words.text(N_("Service"));
  for (const char* name : kSingle) to[name + suffix] = words.text(field_named(*ServiceGiven::descriptor(), name).label.c_str());
}

ServiceTyped read_service(const schema::FormData& form, const pack::Pack& pack, const ServiceGiven* stored) {
  ServiceTyped out;
  out.errors = schema::parse_form(own_fields(form), out.service);
  std::erase_if(out.errors, [](const schema::FieldError& one) { return one.field == "kind"; });  // `service` stands for it
  read_choice(form, pack, stored, out);
  if (out.service.unit().empty()) out.service.set_unit("service");
  if (out.service.twice() != "yes") out.service.clear_twice();
  return out;
}

std::optional<schema::FieldError> not_in_norms(const Catalogue& words, const pack::Pack& pack, const ServiceGiven& service) {
  if (service.pack() != pack.about().id()) return std::nullopt;
  for (const std::string& iso : {service.date(), last_day(service)}) {
    const auto day = date_from_iso(iso);
    if (!day || in_pack_on(pack, service.kind(), service.item(), day_of_list(pack, *day))) continue;
    return schema::FieldError{"service", Error(ErrorCode::invalid_input, "On {1} the norms do not have this service. Choose another one, or correct the days.", {words.date(*day)})};
  }
  return std::nullopt;
}

web::FieldErrors check_in_case(const Desk& desk, const Catalogue& words, const ServiceCase& in, ServiceGiven& service, EntryId corrects,
                               const std::vector<ServiceGiven>& more) {
  const pack::Pack& pack = norms_of(desk);
  put_verdict(service, in.story, in.identity, pack);
  web::FieldErrors errors = check(in.story, service, today(desk), corrects);
  std::erase_if(errors, [](const schema::FieldError& one) { return one.field == "funding" || one.field == "twice"; });  // said below, in full
  if (auto missing = not_in_norms(words, pack, service)) errors.push_back(std::move(*missing));
  std::vector<const ServiceGiven*> others;
  const Item* corrected = corrects.is_nil() ? nullptr : in.story.find(corrects);
  for (const Item* item : in.story.all<ServiceGiven>()) {
    if (item != corrected) others.push_back(item->as<ServiceGiven>());
  }
  for (const Story& story : in.elsewhere) {
    for (const ServiceGiven* one : services_in(story)) others.push_back(one);
  }
  for (const ServiceGiven& one : more) others.push_back(&one);
  if (const auto charge = double_charge(others, service)) errors.push_back(charge_error(words, *charge));
  if (const auto forbidden = forbidden_payment(in.story, in.identity, pack, service)) errors.push_back(forbidden_error(words, *forbidden));
  return errors;
}

}  // namespace arasha::casework
