#include "store/contract_blobs.h"
#include "store/contract_files.h"
#include "store/contract_onces.h"
#include "store/sqlite.h"

namespace arasha::store {

struct SqliteFactory {
  static Result<std::unique_ptr<Store>> create(const std::filesystem::path& folder) { return open_sqlite(folder, OpenMode::create); }
  static Result<std::unique_ptr<Store>> open(const std::filesystem::path& folder) { return open_sqlite(folder, OpenMode::existing); }
};

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, StoreContract, SqliteFactory);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, StoreFileContract, SqliteFactory);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, StoreBlobContract, SqliteFactory);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, StoreOnceContract, SqliteFactory);

}  // namespace arasha::store
