// The records of a foreign table, one after the other, and the files that each becomes.
#pragma once

#include <iosfwd>
#include <memory>
#include <string_view>

#include "statistics/htcds.h"
#include "vault/vault.h"

namespace arasha::app {

// What the files of all records of one import have in common.
struct Origin {
  MemberId author;
  Time time;
  std::string fingerprint;   // of the records
  std::string organization;  // whom people agreed to be helped by
};

class Records {
 public:
  // `invalid_input` for a heading that is not of the format. The stream must outlive the records.
  static Result<std::unique_ptr<Records>> open(std::string_view format, std::istream& in);
  virtual ~Records() = default;

  // Reads the next record; false at the end. After `invalid_input` one may go on, to find more mistakes; an Error of
  // the table itself comes again.
  virtual Result<bool> next() = 0;
  // Of the record that was read last. `bytes` are the same for the same record however the table was written.
  virtual std::size_t line() const = 0;
  virtual Bytes bytes() const = 0;
  virtual Result<std::vector<vault::FileChange>> files(const Origin& origin, const std::string& alias) const = 0;

  // What was left out of the records so far.
  virtual const std::vector<statistics::Notice>& notices() const = 0;
};

// The compartments that files of the format begin with.
std::vector<vault::Compartment> compartments_of(std::string_view format);
std::size_t files_of_a_record(std::string_view format);

}  // namespace arasha::app
