// Tables of HSDS as our entries, each value checked as a form checks it. What must be there and is wrong refuses the
// organisation; what may stay empty and is wrong is left out, and a note says so.
#include <algorithm>
#include <optional>
#include <tuple>

#include "base/catalogue.h"
#include "base/text.h"
#include "directory/hours.h"
#include "directory/hsds_records.h"
#include "directory/rules.h"
#include "schema/form.h"
#include "schema/vocabulary.h"

namespace arasha::directory {
namespace {

using google::protobuf::Message;

constexpr std::size_t kNotes = 50;    // of one organisation: more help nobody
constexpr std::size_t kInside = 300;  // services, places, contacts, free places of one organisation, of each
const Date kNoDay = Date(std::chrono::year(2200), std::chrono::month(1), std::chrono::day(1));

const schema::FormField* field_of(const Message& message, std::string_view name) {
  static const std::map<std::string, std::vector<schema::FormField>> known = [] {
    std::map<std::string, std::vector<schema::FormField>> out;
    for (const auto* descriptor : {DirectoryOrganisation::descriptor(), DirectoryService::descriptor(), DirectoryPlace::descriptor(), DirectoryVacancy::descriptor(),
                                   DirectoryContact::descriptor(), DirectoryService::Hours::descriptor()}) {
      out[descriptor->full_name()] = schema::form_fields(*descriptor);
    }
    return out;
  }();
  const auto fields = known.find(message.GetDescriptor()->full_name());
  if (fields == known.end()) return nullptr;
  for (const schema::FormField& field : fields->second) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

// At most so many characters, cut between two of them.
std::string_view first_characters(std::string_view text, std::size_t most) {
  std::size_t at = 0;
  for (std::size_t count = 0; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U) continue;
    if (count++ == most) break;
  }
  return text.substr(0, at);
}

class Reader {
 public:
  Reader(const HsdsTables& tables, const std::string& give_on) : tables_(tables), give_on_(give_on) {}

  Result<HsdsContent> read() {
    const auto& rows = tables_.rows("organizations");
    if (rows.size() > kHsdsOrganisations) {
      return Error(ErrorCode::too_large, "This file has more organisations than are taken at once ({1}). Send it in parts.", {std::to_string(kHsdsOrganisations)});
    }
    out_.organisations.reserve(rows.size());
    for (const HsdsRow& row : rows) organisation(row);
    for (const HsdsRow& row : tables_.rows("services")) service(row);
    for (const HsdsRow& row : tables_.rows("service_at_location")) at_location(row);
    for (const HsdsRow& row : tables_.rows("locations")) location(row);
    link_places();
    for (const HsdsRow& row : tables_.rows("addresses")) address(row);
    for (const HsdsRow& row : tables_.rows("accessibility")) accessibility(row);
    for (const HsdsRow& row : tables_.rows("contacts")) contact(row);
    for (const HsdsRow& row : tables_.rows("phones")) phone(row);
    for (const HsdsRow& row : tables_.rows("languages")) language(row);
    for (const HsdsRow& row : tables_.rows("schedules")) schedule(row);
    for (const HsdsRow& row : tables_.rows("required_documents")) add_line(row, "required_documents", "documents", std::string(row.get("document")));
    for (const HsdsRow& row : tables_.rows("cost_options")) cost(row);
    for (const HsdsRow& row : tables_.rows("arasha_vacancies")) vacancy(row);
    finish();
    return std::move(out_);
  }

 private:
  // Where a thing stands: its organisation, and its place in that one's list.
  struct Spot {
    std::size_t organisation = 0;
    std::size_t at = 0;
  };
  using Spots = std::map<std::string, Spot, std::less<>>;

  void say(std::vector<HsdsNote>& to, const char* table, std::size_t line, Error error) {
    if (to.size() >= kNotes) return;
    to.push_back({table, line, std::move(error), {}});
  }
  void note(std::size_t organisation, const char* table, const HsdsRow& row, const char* sentence, std::vector<std::string> values = {}) {
    say(out_.organisations[organisation].notes, table, row.line, Error(ErrorCode::invalid_input, sentence, std::move(values)));
  }
  void left_out(std::size_t organisation, const char* table, const HsdsRow& row, const std::string& label) {
    auto& notes = out_.organisations[organisation].notes;
    if (notes.size() < kNotes) notes.push_back({table, row.line, Error(ErrorCode::invalid_input, "Left out, for its value does not fit."), label});
  }
  void cut(std::size_t organisation, const char* table, const HsdsRow& row, const schema::FormField& field) {
    auto& notes = out_.organisations[organisation].notes;
    if (notes.size() < kNotes) notes.push_back({table, row.line, Error(ErrorCode::invalid_input, "Cut, for it is longer than {1} characters.", {std::to_string(field.max_length)}), field.label});
  }

  // An id that other rows may name; empty: it is none, and that was said.
  std::string id_in(const HsdsRow& row, const char* table, std::vector<HsdsNote>& mistakes, Spots* known) {
    const std::string id = uuid_of(row.get("id"));
    if (id.empty()) {
      say(mistakes, table, row.line, {ErrorCode::invalid_input, "The id is no UUID, like d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610."});
    } else if (known != nullptr && known->contains(id)) {
      say(mistakes, table, row.line, {ErrorCode::invalid_input, "This id stands twice in the file."});
      return {};
    }
    return id;
  }

  // Sets a field as its form would; false where the value does not fit.
  bool set(std::size_t organisation, Message& message, const char* name, std::string_view raw, const char* table, const HsdsRow& row) {
    const schema::FormField* field = field_of(message, name);
    if (field == nullptr || trim(raw).empty()) return false;
    auto value = schema::read_value(*field, raw);
    if (!value && value.error().code == ErrorCode::too_large) {
      cut(organisation, table, row, *field);
      value = schema::read_value(*field, first_characters(trim(raw), field->max_length));
    }
    if (!value || value->empty()) {
      left_out(organisation, table, row, field->label);
      return false;
    }
    const auto* reflection = message.GetReflection();
    if (!field->repeated) {
      reflection->SetString(&message, field->descriptor, *value);
      return true;
    }
    for (int i = 0; i < reflection->FieldSize(message, field->descriptor); ++i) {
      if (reflection->GetRepeatedString(message, field->descriptor, i) == *value) return true;
    }
    if (reflection->FieldSize(message, field->descriptor) < 100) reflection->AddString(&message, field->descriptor, *value);
    return true;
  }
  void set_codes(std::size_t organisation, Message& message, const char* name, std::string_view raw, const char* table, const HsdsRow& row) {
    for (const std::string_view code : schema::split(raw, ", ;")) set(organisation, message, name, code, table, row);
  }
  void set_link(std::size_t organisation, Message& message, const char* name, std::string_view raw, bool fits, const char* table, const HsdsRow& row) {
    if (raw.empty()) return;
    if (fits) set(organisation, message, name, raw, table, row);
    else left_out(organisation, table, row, field_of(message, name)->label);
  }

  void organisation(const HsdsRow& row) {
    constexpr const char* kTable = "organizations";
    out_.organisations.emplace_back();
    HsdsOrganisation& one = out_.organisations.back();
    const std::size_t at = out_.organisations.size() - 1;
    one.line = row.line;
    one.id = id_in(row, kTable, one.mistakes, &organisations_);
    DirectoryOrganisation& to = one.value;
    if (!set(at, to, "name", row.get("name"), kTable, row)) say(one.mistakes, kTable, row.line, {ErrorCode::invalid_input, "The organisation has no name."});
    one.name = to.name();
    for (const std::string_view name : schema::split(row.get("alternate_name"), ";\n")) set(at, to, "other_names", name, kTable, row);
    set(at, to, "description", row.get("description"), kTable, row);
    if (to.description() == to.name()) to.clear_description();
    set(at, to, "abbreviation", row.get("arasha_abbreviation"), kTable, row);
    set(at, to, "legal_status", row.get("legal_status"), kTable, row);
    set(at, to, "receives_referrals", row.get("arasha_receives_referrals"), kTable, row);
    set_link(at, to, "website", row.get("website"), is_website(row.get("website")), kTable, row);
    set_link(at, to, "email", row.get("email"), is_email(row.get("email")), kTable, row);
    if (!set(at, to, "type", row.get("arasha_type"), kTable, row)) to.set_type("other");
    to.set_give_on(give_on_);
    to.set_hsds_id(one.id);
    if (!one.id.empty()) organisations_[one.id] = {at, 0};
  }

  std::optional<std::size_t> organisation_of(const HsdsRow& row) const {
    for (const auto& [column, spots] : {std::pair{"organization_id", &organisations_}, {"service_id", &services_}, {"location_id", &locations_}, {"service_at_location_id", &at_locations_}}) {
      const auto found = spots->find(uuid_of(row.get(column)));
      if (found != spots->end()) return found->second.organisation;
    }
    return std::nullopt;
  }
  void dangling(const char* table, const HsdsRow& row) {
    say(out_.mistakes, table, row.line, {ErrorCode::invalid_input, "This row belongs to no organisation of the file and is left out."});
  }

  bool has_room(HsdsOrganisation& one, std::size_t taken, const char* table, const HsdsRow& row) {
    if (taken < kInside) return true;
    say(one.mistakes, table, row.line, {ErrorCode::too_large, "One organisation has more rows of this kind than are taken ({1}).", {std::to_string(kInside)}});
    return false;
  }

  void service(const HsdsRow& row) {
    constexpr const char* kTable = "services";
    const auto found = organisations_.find(uuid_of(row.get("organization_id")));
    if (found == organisations_.end()) return dangling(kTable, row);
    const std::size_t at = found->second.organisation;
    HsdsOrganisation& one = out_.organisations[at];
    const std::string id = id_in(row, kTable, one.mistakes, &services_);
    if (id.empty() || !has_room(one, one.services.size(), kTable, row)) return;
    HsdsOrganisation::Service made;
    made.id = id;
    DirectoryService& to = made.value;
    if (!set(at, to, "name", row.get("name"), kTable, row)) return say(one.mistakes, kTable, row.line, {ErrorCode::invalid_input, "The service has no name."});
    const std::string_view status = row.get("status");
    to.set_status(status == "temporarily closed" ? "temporarily_closed" : status == "inactive" || status == "defunct" ? "inactive" : "active");
    for (const auto& [field, column] : {std::pair{"description", "description"}, {"interpretation", "interpretation_services"}, {"application", "application_process"},
                                        {"fees", "fees_description"}, {"wait", "wait_time"}, {"eligibility", "eligibility_description"}, {"hours_note", "arasha_hours_note"},
                                        {"standard", "arasha_standard"}}) {
      set(at, to, field, row.get(column), kTable, row);
    }
    for (const auto& [field, column] : {std::pair{"needs", "arasha_needs"}, {"sexes", "arasha_sexes"}, {"groups", "arasha_groups"}}) set_codes(at, to, field, row.get(column), kTable, row);
    for (const auto& [field, column] : {std::pair{"age_from", "minimum_age"}, {"age_to", "maximum_age"}}) {
      std::string_view age = row.get(column);
      if (age.ends_with(".0")) age.remove_suffix(2);
      set_link(at, to, field, age, age.size() <= 3 && std::all_of(age.begin(), age.end(), [](char c) { return c >= '0' && c <= '9'; }), kTable, row);
    }
    if (!check(to, kNoDay).empty()) {
      left_out(at, kTable, row, field_of(to, "age_to")->label);
      to.clear_age_from();
      to.clear_age_to();
    }
    set_link(at, to, "website", row.get("url"), is_website(row.get("url")), kTable, row);
    set_link(at, to, "email", row.get("email"), is_email(row.get("email")), kTable, row);
    to.set_hsds_id(id);
    services_[id] = {at, one.services.size()};
    one.services.push_back(std::move(made));
  }

  void at_location(const HsdsRow& row) {
    const auto found = services_.find(uuid_of(row.get("service_id")));
    if (found == services_.end()) return dangling("service_at_location", row);
    const std::string id = uuid_of(row.get("id"));
    const std::string place = uuid_of(row.get("location_id"));
    if (!id.empty()) at_locations_.emplace(id, found->second);
    if (place.empty()) return;
    pairs_.emplace_back(found->second, place, &row);
    used_places_.emplace(place, found->second.organisation);
  }

  void location(const HsdsRow& row) {
    constexpr const char* kTable = "locations";
    const std::string id = uuid_of(row.get("id"));
    auto at = organisation_of(row);
    if (const auto used = used_places_.find(id); !at && used != used_places_.end()) at = used->second;
    if (!at) return dangling(kTable, row);
    HsdsOrganisation& one = out_.organisations[*at];
    if (id_in(row, kTable, one.mistakes, &locations_).empty() || !has_room(one, one.places.size(), kTable, row)) return;
    HsdsItem<DirectoryPlace> made{id, {}};
    DirectoryPlace& to = made.value;
    to.set_secrecy("public");
    to.set_hsds_id(id);
    set(*at, to, "name", row.get("name"), kTable, row);
    set(*at, to, "transport", row.get("transportation"), kTable, row);
    DirectoryPlace degrees;
    degrees.set_name("-");
    degrees.set_latitude(std::string(row.get("latitude")));
    degrees.set_longitude(std::string(row.get("longitude")));
    if (!check(degrees, kNoDay).empty()) {
      left_out(*at, kTable, row, field_of(to, "latitude")->label);
    } else {
      set(*at, to, "latitude", row.get("latitude"), kTable, row);
      set(*at, to, "longitude", row.get("longitude"), kTable, row);
    }
    locations_[id] = {*at, one.places.size()};
    one.places.push_back(std::move(made));
  }

  void link_places() {
    for (const auto& [service, place, row] : pairs_) {
      const auto found = locations_.find(place);
      if (found == locations_.end() || found->second.organisation != service.organisation) {
        note(service.organisation, "service_at_location", *row, N_("The place of this service is not in the file, or belongs to another organisation."));
        continue;
      }
      auto& places = out_.organisations[service.organisation].services[service.at].places;
      if (places.size() < kInside && std::find(places.begin(), places.end(), place) == places.end()) places.push_back(place);
    }
  }

  void address(const HsdsRow& row) {
    constexpr const char* kTable = "addresses";
    const auto found = locations_.find(uuid_of(row.get("location_id")));
    if (found == locations_.end()) return dangling(kTable, row);
    DirectoryPlace& to = out_.organisations[found->second.organisation].places[found->second.at].value;
    if (!to.address().empty() || !to.locality().empty()) return note(found->second.organisation, kTable, row, N_("A place has one address here; this one is left out."));
    for (const auto& [field, column] : {std::pair{"address", "address_1"}, {"locality", "city"}, {"region", "state_province"}, {"postal_code", "postal_code"}}) {
      set(found->second.organisation, to, field, row.get(column), kTable, row);
    }
    set(found->second.organisation, to, "country", row.get("country"), kTable, row);
  }

  void accessibility(const HsdsRow& row) {
    const auto found = locations_.find(uuid_of(row.get("location_id")));
    if (found == locations_.end()) return dangling("accessibility", row);
    DirectoryPlace& to = out_.organisations[found->second.organisation].places[found->second.at].value;
    const std::string text = to.accessibility() + (to.accessibility().empty() ? "" : "\n") + std::string(row.get("description"));
    set(found->second.organisation, to, "accessibility", text, "accessibility", row);
  }

  void contact(const HsdsRow& row) {
    constexpr const char* kTable = "contacts";
    const auto at = organisation_of(row);
    if (!at) return dangling(kTable, row);
    HsdsOrganisation& one = out_.organisations[*at];
    const std::string id = id_in(row, kTable, one.mistakes, &contacts_);
    if (id.empty() || !has_room(one, one.contacts.size(), kTable, row)) return;
    HsdsItem<DirectoryContact> made{id, {}};
    DirectoryContact& to = made.value;
    if (!set(*at, to, "name", row.get("name"), kTable, row)) set(*at, to, "name", row.get("department"), kTable, row);
    std::string position(row.get("title"));
    if (!row.get("department").empty() && !row.get("name").empty()) position += (position.empty() ? "" : ", ") + std::string(row.get("department"));
    set(*at, to, "position", position, kTable, row);
    set_link(*at, to, "email", row.get("email"), is_email(row.get("email")), kTable, row);
    set_codes(*at, to, "languages", row.get("arasha_languages"), kTable, row);
    to.set_give_on(give_on_);
    to.set_hsds_id(id);
    contacts_[id] = {*at, one.contacts.size()};
    one.contacts.push_back(std::move(made));
  }

  void phone(const HsdsRow& row) {
    constexpr const char* kTable = "phones";
    std::string number(row.get("number"));
    std::erase(number, '"');
    const std::string id = uuid_of(row.get("id"));
    const auto of_contact = contacts_.find(uuid_of(row.get("contact_id")));
    if (of_contact != contacts_.end()) {
      const auto [at, place] = of_contact->second;
      set_link(at, out_.organisations[at].contacts[place].value, "phones", number, is_phone(number), kTable, row);
      if (!id.empty()) phones_.emplace(id, of_contact->second);
      return;
    }
    const auto at = organisation_of(row);
    if (!at) return dangling(kTable, row);
    HsdsOrganisation& one = out_.organisations[*at];
    if (id_in(row, kTable, one.mistakes, &phones_).empty() || !has_room(one, one.contacts.size(), kTable, row)) return;
    HsdsItem<DirectoryContact> made{id, {}};
    set_link(*at, made.value, "phones", number, is_phone(number), kTable, row);
    if (made.value.phones().empty()) return;
    set(*at, made.value, "name", row.get("description"), kTable, row);
    made.value.set_give_on(give_on_);
    made.value.set_hsds_id(id);
    phones_[id] = {*at, one.contacts.size()};
    one.contacts.push_back(std::move(made));
  }

  // ISO 639-2 where ours is 639-1, or a name in English.
  static std::string language_code(const HsdsRow& row) {
    static const std::map<std::string, std::string> by_name = [] {
      std::map<std::string, std::string> out;
      for (const auto& option : schema::options_of("language", Catalogue::of(Language::en))) out.emplace(fold_case(option.label), option.code);
      return out;
    }();
    std::string code(row.get("code"));
    if (code.size() <= 3 && schema::has_code("language", code)) return code;
    for (const std::string& name : {code.size() <= 3 ? Catalogue::of(Language::en).language_name(code) : std::string(), std::string(row.get("name"))}) {
      const auto found = by_name.find(fold_case(name));
      if (found != by_name.end()) return found->second;
    }
    return code.empty() ? std::string(row.get("name")) : code;
  }

  void language(const HsdsRow& row) {
    const std::string code = language_code(row);
    const auto service = services_.find(uuid_of(row.get("service_id")));
    const auto phone = phones_.find(uuid_of(row.get("phone_id")));
    if (service != services_.end()) {
      const auto [at, place] = service->second;
      set(at, out_.organisations[at].services[place].value, "languages", code, "languages", row);
    } else if (phone != phones_.end()) {
      const auto [at, place] = phone->second;
      set(at, out_.organisations[at].contacts[place].value, "languages", code, "languages", row);
    } else if (!locations_.contains(uuid_of(row.get("location_id")))) {
      dangling("languages", row);
    }
  }

  DirectoryService* service_of(const HsdsRow& row, std::size_t& at) {
    auto found = services_.find(uuid_of(row.get("service_id")));
    if (found == services_.end()) {
      found = at_locations_.find(uuid_of(row.get("service_at_location_id")));
      if (found == at_locations_.end()) return nullptr;
    }
    at = found->second.organisation;
    return &out_.organisations[at].services[found->second.at].value;
  }

  // "9:00" of "9:00:00", "09:00" of "09:00Z" and "09:00+05:00".
  static std::string_view hours_and_minutes(std::string_view time) {
    const auto colon = time.find(':');
    return colon == std::string_view::npos ? time : time.substr(0, colon + 3);
  }

  void schedule(const HsdsRow& row) {
    constexpr const char* kTable = "schedules";
    std::size_t at = 0;
    DirectoryService* to = service_of(row, at);
    if (to == nullptr) {
      if (!locations_.contains(uuid_of(row.get("location_id")))) dangling(kTable, row);
      return;
    }
    if (to->hours_note().empty()) set(at, *to, "hours_note", row.get("description"), kTable, row);
    const auto opens = minutes_of(hours_and_minutes(row.get("opens_at")));
    const auto closes = minutes_of(hours_and_minutes(row.get("closes_at")));
    const bool weekly = row.get("freq").empty() || row.get("freq") == "WEEKLY";
    DirectoryService::Hours hours;
    bool days_fit = true;
    for (const std::string_view day : schema::split(row.get("byday"), ", ")) {
      const std::string code = fold_case(day);
      if (weekday_of(code)) hours.add_days(code);
      else days_fit = false;
    }
    if (!weekly || !opens || !closes || !days_fit) return note(at, kTable, row, N_("These hours are not by days of the week and are left out; what was written about them stays."));
    if (to->hours_size() >= 14) return note(at, kTable, row, N_("More than {1} rows of hours: the others are left out."), {"14"});
    if (hours.days_size() == 7) hours.clear_days();
    hours.set_opens(time_text(*opens));
    hours.set_closes(time_text(*closes));
    set(at, hours, "valid_from", row.get("valid_from"), kTable, row);
    set(at, hours, "valid_to", row.get("valid_to"), kTable, row);
    if (!hours.valid_from().empty() && !hours.valid_to().empty() && hours.valid_to() < hours.valid_from()) {
      return left_out(at, kTable, row, field_of(*to, "hours")->label);
    }
    *to->add_hours() = hours;
  }

  void add_line(const HsdsRow& row, const char* table, const char* field, const std::string& text) {
    const auto found = services_.find(uuid_of(row.get("service_id")));
    if (found == services_.end()) return dangling(table, row);
    DirectoryService& to = out_.organisations[found->second.organisation].services[found->second.at].value;
    const schema::FormField* into = field_of(to, field);
    const std::string before = to.GetReflection()->GetString(to, into->descriptor);
    set(found->second.organisation, to, field, before + (before.empty() ? "" : "\n") + text, table, row);
  }

  void cost(const HsdsRow& row) {
    std::string text;
    for (const char* column : {"option", "amount", "currency", "amount_description"}) {
      if (!row.get(column).empty()) text += (text.empty() ? "" : " ") + std::string(row.get(column));
    }
    add_line(row, "cost_options", "fees", text);
  }

  void vacancy(const HsdsRow& row) {
    constexpr const char* kTable = "arasha_vacancies";
    const auto found = organisations_.find(uuid_of(row.get("organization_id")));
    if (found == organisations_.end()) return dangling(kTable, row);
    const std::size_t at = found->second.organisation;
    HsdsOrganisation& one = out_.organisations[at];
    const std::string id = id_in(row, kTable, one.mistakes, &vacancies_);
    if (id.empty() || !has_room(one, one.vacancies.size(), kTable, row)) return;
    HsdsItem<DirectoryVacancy> made{id, {}};
    const bool whole = set(at, made.value, "kind", row.get("kind"), kTable, row) && set(at, made.value, "least", row.get("least"), kTable, row) &&
                       set(at, made.value, "date", row.get("date"), kTable, row);
    set(at, made.value, "most", row.get("most"), kTable, row);
    set(at, made.value, "ages", row.get("ages"), kTable, row);
    set_codes(at, made.value, "sexes", row.get("sexes"), kTable, row);
    made.value.set_hsds_id(id);
    if (!whole) return note(at, kTable, row, N_("Free places need a kind, a number and a day; this row is left out."));
    vacancies_[id] = {at, one.vacancies.size()};
    one.vacancies.push_back(std::move(made));
  }

  // What would not be taken from a form either.
  void finish() {
    for (HsdsOrganisation& one : out_.organisations) {
      std::erase_if(one.places, [](const auto& place) { return !check(place.value, kNoDay).empty(); });
      std::erase_if(one.vacancies, [](const auto& vacancy) { return !check(vacancy.value, kNoDay).empty(); });
      std::erase_if(one.contacts, [](const auto& contact) { return !check(contact.value, kNoDay).empty(); });
      for (auto& service : one.services) {
        std::erase_if(service.places, [&](const std::string& id) { return std::none_of(one.places.begin(), one.places.end(), [&](const auto& place) { return place.id == id; }); });
      }
    }
  }

  const HsdsTables& tables_;
  std::string give_on_;
  HsdsContent out_;
  Spots organisations_, services_, locations_, at_locations_, contacts_, phones_, vacancies_;
  std::vector<std::tuple<Spot, std::string, const HsdsRow*>> pairs_;
  std::map<std::string, std::size_t> used_places_;  // by the organisation whose service is there
};

}  // namespace

std::string note_text(const Catalogue& words, const HsdsNote& note) {
  std::string out = words.text(N_("{1}, line {2}"), {note.table, std::to_string(note.line)}) + ": ";
  if (!note.label.empty()) out += std::string(words.text(note.label.c_str())) + ": ";
  return out + words.error(note.error);
}

Result<HsdsContent> read_organisations(const HsdsTables& tables, const std::string& give_on) { return Reader(tables, give_on).read(); }

}  // namespace arasha::directory
