#include "directory/export.h"

#include "directory/files.h"

namespace arasha::directory {

Result<ExportedFile> export_directory(vault::Vault& vault, const vault::Keyring& by, projection::Projection& projection, const Table& table,
                                      const std::string& recipient, const std::string& form) {
  HsdsExporter exporter;
  {
    TRY(access, projection.enter(by, DIRECTORY));
    for (const Row& row : table.organisations(access)) exporter.add(row.file, row.card);
  }
  HsdsExport out = exporter.take();
  ExportedFile file;
  file.organisations = out.files.size();
  file.withheld = std::move(out.withheld);
  if (form == "csv") {
    TRY(zip, to_hsds_zip(out.tables));
    file.content = std::move(zip);
  } else {
    file.content = to_hsds_json(out.tables);
  }
  DirectoryOutflow outflow;
  outflow.set_date(to_iso(date_of(vault.clock().now())));
  outflow.set_recipient(recipient);
  outflow.set_form(form == "csv" ? "csv" : "json");
  outflow.set_organisations(std::to_string(file.organisations));
  outflow.set_member(by.member().text());
  TRY_VOID(Files(vault).record_outflow(by, outflow));
  TRY_VOID(vault.record_all(by, vault::Action::exported, out.files));
  return file;
}

}  // namespace arasha::directory
