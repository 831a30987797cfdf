// The Human Trafficking Case Data Standard 2.0 as a table: one row a case, for the fields of it that we hold.
//
// Names and codes are the standard's; which field holds which is said in schema/arasha/*.proto, and for the
// few that have no field of their own in htcds_columns.cpp. Reading allows for the defects of the published
// toolkits: names written otherwise (prs_First_Name, vic_TraffickinStatus…), blanks behind codes, several
// values joined by ; or by blanks, a second line of labels, columns without a name, three-letter countries
// and languages.
//
// What is lost on the way there: all but two languages, all but one event (hte_*), the finer steps of an
// identification; what is not in the standard.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "arasha/entries.pb.h"
#include "statistics/csv.h"

namespace arasha::statistics {

// What is only written: an import could make no entry of it. Empty: nothing is known. Codes are the standard's.
struct HtcdsBeside {
  bool deceased = false;
  bool follow_up = false;            // the person is home and the help goes on: of an open case
  std::string owner;                 // a colleague's name
  std::string referring;             // who told us, in English; only organisations
  std::string referred;              // to whom the case was referred
  std::string referred_on;
  std::string referred_details;
  std::string comments;
  std::string objectives;
  std::string actions;
  std::string planned_end;
  std::string actual_end;
  std::string plan_type;             // of spl_Type
};

// What a row says; an entry is there when a field of it is. The standard has no date of an identification, a
// consent or a closure: they stay blank. Nor does it say whom a consent is for: the importer does.
struct HtcdsRecord {
  std::optional<Identity> identity;
  std::optional<FirstContact> first_contact;
  std::optional<Identification> identification;
  std::optional<Exploitation> exploitation;
  std::optional<Consent> consent;  // to be helped by us
  std::optional<Closure> closure;
  HtcdsBeside beside;
  bool has_state = true;  // of a row that is written: false leaves blank whether the case is open and help was agreed to
};

// Something that was left out; `text` is a msgid.
struct Notice {
  const char* text = "";
  std::vector<std::string> arguments;
};

// The first number of a text as the standard wants it (E.164); empty where it is no international number.
std::string international_phone(std::string_view text);

const std::vector<std::string>& htcds_columns();  // those that we hold, in the order of the standard

class HtcdsReader {
 public:
  // `invalid_input` when no column has a name of the standard, or one is there twice. The stream must outlive
  // the reader.
  static Result<HtcdsReader> open(std::istream& in);

  // The next case; false at the end. `invalid_input` names the line and the column, never the value; after it
  // one may go on reading, unless the table itself is broken: then the same Error comes again.
  Result<bool> next(HtcdsRecord& record);
  std::size_t line() const { return row_.line(); }

  // Columns that are not kept, values that were left out; at most 100.
  const std::vector<Notice>& notices() const { return notices_; }

 private:
  explicit HtcdsReader(CsvReader csv) : csv_(std::move(csv)) {}
  Result<void> read_header();
  bool is_label_row() const;
  Result<std::vector<std::string>> read_cells();
  void tell_not_kept(std::size_t place);
  void notice(Notice notice);

  CsvReader csv_;
  CsvRow row_;
  bool is_first_ = true;
  std::vector<std::optional<std::size_t>> targets_;  // place in the file -> column
  std::vector<Notice> notices_;
  std::vector<bool> told_;  // of columns that are only written: that they are not kept
};

// Writes the heading and then cases. The stream must outlive the writer; the caller looks at its state when
// done.
class HtcdsWriter {
 public:
  explicit HtcdsWriter(std::ostream& out);
  void add(const HtcdsRecord& record);

 private:
  CsvWriter csv_;
};

}  // namespace arasha::statistics
