// SPDX-License-Identifier: LGPL-2.1-or-later
// 3MF is a ZIP archive of three XML parts (3MF Core Specification 1.3, https://3mf.io/spec).
// Written by minizip alone: the interface of lib3mf differs between its versions 1 and 2.
#include <meshes/export/surface_writers.h>
#include <meshes/files/whole_file.h>

#include <fmt/format.h>

#include <zip.h>

#include <iterator>

namespace lacuna::exporting {

namespace {

constexpr const char *content_types =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="model" ContentType="application/vnd.ms-package.3dmanufacturing-3dmodel+xml"/>
</Types>
)";

constexpr const char *relationships =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Target="/3D/3dmodel.model" Id="model" Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/>
</Relationships>
)";

constexpr const char *model_head =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<model unit="millimeter" xml:lang="en-US" xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02">
<resources><object id="1" type="model" name="scaffold"><mesh>
<vertices>
)";

constexpr const char *model_tail = R"(</triangles>
</mesh></object></resources>
<build><item objectid="1"/></build>
</model>
)";

/** A ZIP archive that is filled part by part. */
class Archive {
public:
  explicit Archive(const std::string &path) : file_(zipOpen64(path.c_str(), APPEND_STATUS_CREATE)) {
    good_ = file_ != nullptr;
  }
  Archive(const Archive &) = delete;
  Archive &operator=(const Archive &) = delete;
  ~Archive() { close(); }

  /** `is_large`: it may have more than 4 GB, which readers without ZIP64 do not open. */
  void begin_part(const char *name, bool is_large = false) {
    constexpr int fast = 1;
    zip_fileinfo info = {};
    info.dosDate = (1 << 21) | (1 << 16); // 1980-01-01: equal meshes give equal files
    good_ = good_ && zipOpenNewFileInZip64(file_, name, &info, nullptr, 0, nullptr, 0, nullptr,
                                           Z_DEFLATED, fast, is_large) == ZIP_OK;
  }
  void write(std::string_view text) {
    good_ = good_ && zipWriteInFileInZip(file_, text.data(), text.size()) == ZIP_OK;
  }
  void end_part() { good_ = good_ && zipCloseFileInZip(file_) == ZIP_OK; }

  /** Whether everything was written. */
  bool close() {
    if (file_ != nullptr)
      good_ = zipClose(file_, nullptr) == ZIP_OK && good_;
    file_ = nullptr;
    return good_;
  }

private:
  zipFile file_;
  bool good_;
};

/** Collects text, for the archive to take it in pieces. */
class Text {
public:
  explicit Text(Archive &archive) : archive_(archive) {}
  ~Text() { flush(); }

  template <typename... Values>
  void add(fmt::format_string<Values...> format, const Values &...values) {
    constexpr std::size_t piece = 1 << 16;
    fmt::format_to(std::back_inserter(buffer_), format, values...);
    if (buffer_.size() > piece)
      flush();
  }

private:
  void flush() {
    archive_.write({buffer_.data(), buffer_.size()});
    buffer_.clear();
  }

  Archive &archive_;
  fmt::memory_buffer buffer_;
};

void add_model(Archive &archive, const SurfaceMesh &mesh) {
  constexpr float per_millimetre = 1e3f;
  archive.write(model_head);
  {
    Text text(archive);
    for (const auto &[x, y, z] : mesh.vertices)
      text.add("<vertex x=\"{}\" y=\"{}\" z=\"{}\"/>\n", x * per_millimetre, y * per_millimetre,
               z * per_millimetre);
    text.add("</vertices>\n<triangles>\n");
    for (const auto &[a, b, c] : mesh.triangles)
      text.add("<triangle v1=\"{}\" v2=\"{}\" v3=\"{}\"/>\n", a, b, c);
  }
  archive.write(model_tail);
}

} // namespace

std::uintmax_t write_3mf(const SurfaceMesh &mesh, const std::string &path) {
  return files::write_whole(path, [&](const std::string &part) {
    Archive archive(part);
    archive.begin_part("[Content_Types].xml");
    archive.write(content_types);
    archive.end_part();
    archive.begin_part("_rels/.rels");
    archive.write(relationships);
    archive.end_part();
    constexpr double bytes_per_item = 80, large = 4e9;
    archive.begin_part("3D/3dmodel.model",
                       bytes_per_item * (mesh.vertices.size() + mesh.triangles.size()) > large);
    add_model(archive, mesh);
    archive.end_part();
    return archive.close();
  });
}

} // namespace lacuna::exporting
