#include "app/records.h"

#include <algorithm>

#include "arasha/entries.pb.h"
#include "arasha/facts.pb.h"
#include "arasha/options.pb.h"
#include "casework/changes.h"
#include "schema/entry_types.h"
#include "statistics/ctdc.h"

namespace arasha::app {
namespace {

CaseOpened opened_by(const Origin& origin, const std::string& alias, const char* provenance) {
  CaseOpened opened;
  opened.set_alias(alias);
  opened.set_provenance(provenance);
  opened.set_source_file(origin.fingerprint);
  return opened;
}

class CtdcRecords : public Records {
 public:
  explicit CtdcRecords(statistics::CtdcReader reader) : reader_(std::move(reader)) {}

  Result<bool> next() override {
    TRY(more, reader_.next(facts_));
    if (more && facts_.ByteSizeLong() == 0) {
      return Error(ErrorCode::invalid_input, "Line {1}: this record has no values.", {std::to_string(reader_.line())});
    }
    return more;
  }
  std::size_t line() const override { return reader_.line(); }
  Bytes bytes() const override { return schema::serialise(facts_); }

  Result<std::vector<vault::FileChange>> files(const Origin& origin, const std::string& alias) const override {
    CaseOpened opened = opened_by(origin, alias, "ctdc_import");
    const std::string& year = facts_.year_of_registration();
    if (year.size() == 4) opened.set_registered(year);
    TRY(change, casework::begin_file(crypto::random_id<FileId>(), {&opened, &facts_}, origin.author, origin.time));
    std::vector<vault::FileChange> out;
    out.push_back(std::move(change));
    return out;
  }
  const std::vector<statistics::Notice>& notices() const override { return notices_; }

 private:
  statistics::CtdcReader reader_;
  Facts facts_;
  std::vector<statistics::Notice> notices_;
};

class HtcdsRecords : public Records {
 public:
  explicit HtcdsRecords(statistics::HtcdsReader reader) : reader_(std::move(reader)) {}

  Result<bool> next() override { return reader_.next(record_); }
  std::size_t line() const override { return reader_.line(); }

  Bytes bytes() const override {
    ByteWriter out;
    const auto add = [&out](const auto& part) {
      const Bytes bytes = part ? schema::serialise(*part) : Bytes();
      out.u32(static_cast<std::uint32_t>(bytes.size())).raw(bytes);
    };
    add(record_.identity);
    add(record_.first_contact);
    add(record_.identification);
    add(record_.exploitation);
    add(record_.consent);
    add(record_.closure);
    return out.take();
  }

  Result<std::vector<vault::FileChange>> files(const Origin& origin, const std::string& alias) const override {
    const Identity identity = record_.identity.value_or(Identity());
    const FileId person = crypto::random_id<FileId>();
    CaseOpened opened = opened_by(origin, alias, "htcds_import");
    opened.set_person(person.text());
    Consent consent = record_.consent.value_or(Consent());
    consent.set_recipient(origin.organization);

    std::vector<const google::protobuf::Message*> entries = {&opened};
    if (record_.first_contact) entries.push_back(&*record_.first_contact);
    if (record_.consent) entries.push_back(&consent);
    if (record_.identification) entries.push_back(&*record_.identification);
    if (record_.exploitation) entries.push_back(&*record_.exploitation);
    if (record_.closure) entries.push_back(&*record_.closure);

    std::vector<vault::FileChange> out;
    TRY(about_person, casework::begin_file(person, {&identity}, origin.author, origin.time));
    TRY(about_case, casework::begin_file(crypto::random_id<FileId>(), entries, origin.author, origin.time));
    out.push_back(std::move(about_person));
    out.push_back(std::move(about_case));
    return out;
  }
  const std::vector<statistics::Notice>& notices() const override { return reader_.notices(); }

 private:
  statistics::HtcdsReader reader_;
  statistics::HtcdsRecord record_;
};

}  // namespace

Result<std::unique_ptr<Records>> Records::open(std::string_view format, std::istream& in) {
  if (format == "ctdc") {
    TRY(reader, statistics::CtdcReader::open(in));
    return std::unique_ptr<Records>(std::make_unique<CtdcRecords>(std::move(reader)));
  }
  if (format == "htcds") {
    TRY(reader, statistics::HtcdsReader::open(in));
    return std::unique_ptr<Records>(std::make_unique<HtcdsRecords>(std::move(reader)));
  }
  return Error(ErrorCode::unsupported, "The formats are ctdc and htcds.");
}

std::vector<vault::Compartment> compartments_of(std::string_view format) {
  if (format == "ctdc") return {ASSISTANCE, FACTS};
  return {IDENTITY, ASSISTANCE};
}

std::size_t files_of_a_record(std::string_view format) { return format == "ctdc" ? 1 : 2; }

}  // namespace arasha::app
