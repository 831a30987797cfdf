#include "statistics/htcds.h"

#include <google/protobuf/message.h>

#include <algorithm>

#include "base/check.h"
#include "base/text.h"
#include "schema/form.h"
#include "schema/vocabulary.h"
#include "statistics/htcds_columns.h"

namespace arasha::statistics {
namespace {

using google::protobuf::Message;

constexpr std::size_t kNotices = 100;

// The cells of one row by column, and what becomes of them.
class RowReader {
 public:
  RowReader(const std::vector<std::string>& cells, std::size_t line, std::vector<Notice>& notices)
      : cells_(&cells), line_(line), notices_(&notices) {}

  Result<HtcdsRecord> read() {
    HtcdsRecord record;
    TRY_VOID(read_message(record.identity));
    TRY_VOID(read_message(record.first_contact));
    TRY_VOID(read_message(record.identification));
    TRY_VOID(read_message(record.exploitation));
    TRY_VOID(read_message(record.closure));
    TRY_VOID(read_event(record));
    TRY_VOID(read_status(record));
    TRY_VOID(read_consent(record));
    TRY_VOID(read_closure(record));
    return record;
  }

 private:
  const std::string& cell(std::string_view name) const { return (*cells_)[htcds_column(name)]; }

  Error unknown(const std::string& column) const {
    return {ErrorCode::invalid_input,
            "Line {1}, column {2}: this is not one of the standard's codes.",
            {std::to_string(line_), column}};
  }
  Error unreadable(const std::string& column, const Error& reason) const {
    return {ErrorCode::invalid_input,
            "Line {1}, column {2}: this cannot be read. Look at how it is written.",
            {std::to_string(line_), column},
            reason.to_string()};
  }

  // Through the checks of the form, as if it had been typed there.
  template <class MessageType>
  Result<void> read_message(std::optional<MessageType>& out) {
    schema::FormData data;
    for (std::size_t i = 0; i < cells_->size(); ++i) {
      const HtcdsColumn& column = htcds_column_list()[i];
      if (column.field == nullptr || column.field->containing_type() != MessageType::descriptor() ||
          (*cells_)[i].empty())
        continue;
      TRY(values, values_of(column, (*cells_)[i]));
      for (std::string& value : values) data.add(column.field->name(), std::move(value));
    }
    if (data.fields().empty()) return {};
    MessageType message;
    for (const schema::FieldError& error : schema::parse_form(data, message)) {
      // What the standard does not have cannot be missing.
      if (data.has(error.field))
        return unreadable(column_of(message.GetDescriptor()->FindFieldByName(error.field)), error.error);
    }
    out = std::move(message);
    return {};
  }

  Result<std::vector<std::string>> values_of(const HtcdsColumn& column, const std::string& text) {
    if (column.vocabulary.empty()) return std::vector<std::string>{text};
    auto codes = find_codes(column.vocabulary, text);
    if (!codes) return unknown(column.name);
    if (codes->size() > 1 && !column.field->is_repeated()) {
      add_notice({N_("Line {1}, column {2}: only the first of several values is kept."),
                  {std::to_string(line_), column.name}});
      codes->resize(1);
    }
    return std::move(*codes);
  }

  static std::string column_of(const google::protobuf::FieldDescriptor* field) {
    for (const HtcdsColumn& column : htcds_column_list()) {
      if (column.field == field) return column.name;
    }
    return field->name();
  }

  // Of the events of a story a row has one.
  Result<void> read_event(HtcdsRecord& record) {
    const std::string& country = cell("hte_Country");
    const std::string& date = cell("hte_Date");
    const std::string type = bare(cell("hte_Type"));
    if (!type.empty() && type != "exploitation" && type != "recruitment" && type != "transit")
      return unknown("hte_Type");
    if (country.empty() && date.empty()) return {};
    Exploitation& event = record.exploitation ? *record.exploitation : record.exploitation.emplace();
    if (!country.empty()) {
      const auto code = find_code("country", country);
      if (!code) return unknown("hte_Country");
      if (type == "recruitment")
        event.set_recruitment_country(*code);
      else if (type == "transit")
        event.add_transit_countries(*code);
      else
        event.set_exploitation_country(*code);
    }
    if (!date.empty() && (type.empty() || type == "exploitation")) {
      auto read = schema::read_date(date);
      if (!read) return unreadable("hte_Date", read.error());
      event.set_from(*read);
    }
    return {};
  }

  // The standard's three statuses, and who decided, to a step of our ladder.
  Result<void> read_status(HtcdsRecord& record) {
    const std::string status = bare(cell("vic_TraffickingStatus"));
    if (status.empty()) return {};
    Identification& identification =
        record.identification ? *record.identification : record.identification.emplace();
    const std::string& body = identification.deciding_body();
    if (status == "possiblevictimoftrafficking") {
      identification.set_status("potential");
    } else if (status == "notavictimoftrafficking") {
      identification.set_status("not_victim");
    } else if (status != "actualvictimoftrafficking") {
      return unknown("vic_TraffickingStatus");
    } else if (body == "CourtOrProsecution") {
      identification.set_status("recognised");
    } else if (body == "Police" || body == "NonPoliceGovernmentalOrganization") {
      identification.set_status("identified_state");
    } else {
      identification.set_status(body == "Other" ? "identified_io" : "identified_ngo");
    }
    return {};
  }

  // A box that is not ticked says nothing: it is no refusal.
  Result<void> read_consent(HtcdsRecord& record) {
    const std::string ticked = bare(cell("con_Consent"));
    if (ticked == "true" || ticked == "yes" || ticked == "1") {
      Consent& consent = record.consent.emplace();
      consent.set_purpose("case_management");
      consent.set_answer("given");
    } else if (!ticked.empty() && ticked != "false" && ticked != "no" && ticked != "0") {
      return unknown("con_Consent");
    }
    return {};
  }

  Result<void> read_closure(HtcdsRecord& record) {
    const std::string status = bare(cell("cas_Status"));
    if (status == "active" || status == "followup") {
      if (record.closure) {
        add_notice({N_("Line {1}: the case is open, so the reason for its closing is left out."),
                    {std::to_string(line_)}});
      }
      record.closure.reset();
      return {};
    }
    if (!status.empty() && status != "closed" && status != "closedreferred") return unknown("cas_Status");
    if (!status.empty() && !record.closure) record.closure.emplace();
    if (!record.closure) return {};
    split_reason(*record.closure);
    if (status == "closedreferred") record.closure->set_reason("transferred");
    return {};
  }

  // "Goals met: note", as HtcdsWriter joins them.
  static void split_reason(Closure& closure) {
    for (const schema::Option& option : schema::options_of("closure_reason", Catalogue::of(Language::en))) {
      const std::string& note = closure.note();
      if (note != option.label && !note.starts_with(option.label + ": ")) continue;
      closure.set_reason(option.code);
      closure.set_note(note == option.label ? "" : note.substr(option.label.size() + 2));
      return;
    }
  }

  void add_notice(Notice notice) {
    if (notices_->size() < kNotices) notices_->push_back(std::move(notice));
  }

  const std::vector<std::string>* cells_;
  std::size_t line_;
  std::vector<Notice>* notices_;
};

template <class MessageType>
void write_message(const std::optional<MessageType>& message, std::vector<std::string>& cells) {
  if (!message) return;
  const auto* reflection = message->GetReflection();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto* field = htcds_column_list()[i].field;
    if (field == nullptr || field->containing_type() != MessageType::descriptor()) continue;
    if (!field->is_repeated()) {
      cells[i] = reflection->GetString(*message, field);
      continue;
    }
    for (int value = 0; value < reflection->FieldSize(*message, field); ++value) {
      cells[i] += (value > 0 ? ";" : "") + reflection->GetRepeatedString(*message, field, value);
    }
  }
}

// Sections of the standard, of which this is none, are told as "other".
std::string in_standard(const Exploitation& story) {
  std::string out;
  for (const std::string& type : story.types()) {
    const std::string code = type == "ForcedCriminality" ? "Other" : type;
    if ((";" + out + ";").find(";" + code + ";") == std::string::npos) out += (out.empty() ? "" : ";") + code;
  }
  return out;
}

const char* gender_of(const Identity& identity) {
  if (identity.sex() == "female") return "Feminine";
  return identity.sex() == "male" ? "Masculine" : "";
}

const char* status_of(const Identification& identification) {
  const std::string& status = identification.status();
  if (status == "not_victim") return "NotAVictimOfTrafficking";
  if (status.starts_with("identified_") || status == "recognised" || status == "confirmed")
    return "ActualVictimOfTrafficking";
  return status.empty() || status == "withdrawn" ? "" : "PossibleVictimOfTrafficking";
}

std::string reason_of(const Closure& closure) {
  if (closure.reason().empty()) return closure.note();
  const std::string label = schema::label_of("closure_reason", closure.reason(), Catalogue::of(Language::en));
  return closure.note().empty() ? label : label + ": " + closure.note();
}

}  // namespace

const std::vector<std::string>& htcds_columns() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const HtcdsColumn& column : htcds_column_list()) out.push_back(column.name);
    return out;
  }();
  return names;
}

std::string international_phone(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= '0' && c <= '9') out += c;
    else if (c == '+' && out.empty()) out += c;
    else if (c == ' ' || c == '-' || c == '(' || c == ')' || c == '.') continue;
    else if (!out.empty()) break;  // another number, or a word behind it
  }
  if (out.starts_with("00")) out.replace(0, 2, "+");
  // From within Kazakhstan and Russia an 8 is dialled before the number; abroad it is their country's 7.
  if (out.size() == 11 && out[0] == '8') out.replace(0, 1, "+7");
  const std::string digits = out.starts_with('+') ? out.substr(1) : out;
  const bool whole = digits.size() >= 7 && digits.size() <= 15 && digits[0] != '0' && digits.find('+') == std::string::npos;
  return whole ? out : std::string();
}

Result<HtcdsReader> HtcdsReader::open(std::istream& in) {
  TRY(csv, CsvReader::open(in));
  HtcdsReader reader(std::move(csv));
  TRY_VOID(reader.read_header());
  return reader;
}

Result<void> HtcdsReader::read_header() {
  std::vector<bool> found(htcds_column_list().size());
  for (std::size_t place = 0; place < csv_.header().size(); ++place) {
    const std::string& heading = csv_.header()[place];
    targets_.push_back(find_htcds_column(heading));
    if (!targets_.back()) {
      notice({N_("The column {1} is not kept."), {name_for_message(heading, place)}});
      continue;
    }
    if (found[*targets_.back()]) {
      return Error(ErrorCode::invalid_input, "The column {1} is there twice.",
                   {htcds_columns()[*targets_.back()]});
    }
    found[*targets_.back()] = true;
  }
  if (std::none_of(found.begin(), found.end(), [](bool is_found) { return is_found; })) {
    return Error(ErrorCode::invalid_input,
                 "No column has a name of the HTCDS standard, such as prs_FirstName or vic_TypeOfExploitation.");
  }
  return {};
}

// The Excel template has the labels in its second line: "First Name" under prs_FirstName.
bool HtcdsReader::is_label_row() const {
  std::size_t labels = 0;
  std::size_t known = 0;
  for (std::size_t place = 0; place < targets_.size(); ++place) {
    if (!targets_[place]) continue;
    ++known;
    if (bare(row_[place]) == bare(htcds_columns()[*targets_[place]].substr(4))) ++labels;
  }
  return labels >= std::min<std::size_t>(known, 3);
}

void HtcdsReader::notice(Notice notice) {
  if (notices_.size() < kNotices) notices_.push_back(std::move(notice));
}

void HtcdsReader::tell_not_kept(std::size_t place) {
  told_.resize(targets_.size());
  if (told_[place]) return;
  told_[place] = true;
  notice({N_("The column {1} is not kept."), {name_for_message(csv_.header()[place], place)}});
}

Result<std::vector<std::string>> HtcdsReader::read_cells() {
  std::vector<std::string> cells(htcds_column_list().size());
  for (std::size_t place = 0; place < targets_.size(); ++place) {
    if (!targets_[place]) continue;
    TRY(text, clean_text(restore_cell(row_[place])));
    if (!text.empty() && htcds_column_list()[*targets_[place]].written_only) tell_not_kept(place);
    cells[*targets_[place]] = std::move(text);
  }
  return cells;
}

Result<bool> HtcdsReader::next(HtcdsRecord& record) {
  record = {};
  TRY(more, csv_.next(row_));
  if (!more) return false;
  if (std::exchange(is_first_, false) && is_label_row()) return next(record);
  TRY(cells, read_cells());
  TRY(read, RowReader(cells, row_.line(), notices_).read());
  record = std::move(read);
  return true;
}

HtcdsWriter::HtcdsWriter(std::ostream& out) : csv_(out) {
  csv_.row(htcds_columns());
}

void HtcdsWriter::add(const HtcdsRecord& record) {
  std::vector<std::string> cells(htcds_column_list().size());
  const auto cell = [&cells](std::string_view name) -> std::string& { return cells[htcds_column(name)]; };
  write_message(record.identity, cells);
  write_message(record.first_contact, cells);
  write_message(record.identification, cells);
  write_message(record.exploitation, cells);
  write_message(record.closure, cells);
  const Identity identity = record.identity.value_or(Identity());
  cell("prs_PrimaryLanguage") = identity.languages_size() > 0 ? identity.languages(0) : "";
  cell("prs_SecondaryLanguage") = identity.languages_size() > 1 ? identity.languages(1) : "";
  if (identity.gender().empty()) cell("prs_Gender") = gender_of(identity);
  cell("prs_MobilePhone") = international_phone(identity.phone());
  if (record.beside.deceased) cell("prs_Deceased") = "TRUE";
  if (record.identification) cell("vic_TraffickingStatus") = status_of(*record.identification);
  if (record.exploitation) {
    const Exploitation& story = *record.exploitation;
    cell("vic_TypeOfExploitation") = in_standard(story);
    const bool is_recruitment =
        story.exploitation_country().empty() && story.from().empty() && !story.recruitment_country().empty();
    const bool is_transit = !is_recruitment && story.exploitation_country().empty() && story.from().empty() &&
                            story.transit_countries_size() > 0;
    cell("hte_Country") = is_recruitment ? story.recruitment_country()
                          : is_transit   ? story.transit_countries(0)
                                         : story.exploitation_country();
    cell("hte_Date") = story.from();
    if (!cell("hte_Country").empty() || !story.from().empty()) {
      cell("hte_Type") = is_recruitment ? "Recruitment" : is_transit ? "Transit" : "Exploitation";
    }
  }
  const bool is_given =
      record.consent && record.consent->purpose() == "case_management" && record.consent->answer() == "given";
  if (record.has_state) {
    cell("con_Consent") = is_given ? "TRUE" : "FALSE";
    cell("cas_Status") = !record.closure                             ? (record.beside.follow_up ? "FollowUp" : "Active")
                         : record.closure->reason() == "transferred" ? "ClosedReferred"
                                                                     : "Closed";
  }
  const HtcdsBeside& beside = record.beside;
  for (const auto& [name, value] : {std::pair<const char*, const std::string*>{"cas_CaseOwner", &beside.owner}, {"cas_ReferringOrganisation", &beside.referring},
                                    {"cas_ReferredOrganisation", &beside.referred}, {"cas_OutgoingReferralDate", &beside.referred_on},
                                    {"cas_OutgoingReferralDetails", &beside.referred_details}, {"cco_CaseComment", &beside.comments},
                                    {"spl_Objectives", &beside.objectives}, {"spl_ActionPlan", &beside.actions}, {"spl_PlannedEndDate", &beside.planned_end},
                                    {"spl_ActualEndDate", &beside.actual_end}, {"spl_Type", &beside.plan_type}}) {
    cell(name) = *value;
  }
  if (record.closure) cell("cas_ReasonForCaseClosure") = reason_of(*record.closure);
  csv_.row(cells);
}

}  // namespace arasha::statistics
