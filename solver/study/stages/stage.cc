// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/stages/stage.h>

#include <meshes/files/is_root.h>
#include <meshes/files/whole_file.h>
#include <solver/study/version.h>

#include <deal.II/base/mpi.h>

namespace lacuna::study {

void SpecimenWork::write(const std::string &name, const std::string &content) const {
  if (files::is_root(communicator))
    files::write_text(directory + name, content);
}

checkpoint::CommonState SpecimenWork::states(const std::string &stage) const {
  return {communicator, directory + stage + ".state", lacuna_version + Study::resolved(specimen)};
}

void SpecimenWork::judge(const char *name, double relative_error) const {
  const double wanted = parameters().discretization.accuracy;
  if (wanted > 0. && relative_error > wanted)
    log.info("       {}: {} to ± {:.2g} % instead of {:.2g} %: Max refinements or Max unknowns "
             "ended it",
             specimen.name, name, 100. * relative_error, 100. * wanted);
}

} // namespace lacuna::study
