# Multiscale in one image: Debian 12, whose PETSc, METIS and parallel HDF5 the program is built with, and the .NET SDK.
# Microsoft's own .NET 10 images are Ubuntu, with other versions of those libraries: only the SDK is taken from there.
# Both images can be replaced, for instance by local ones (docs/howto/docker.md).
ARG DEBIAN=debian:bookworm-slim
ARG DOTNET=mcr.microsoft.com/dotnet/sdk:10.0

FROM ${DOTNET} AS dotnet

FROM ${DEBIAN}

# The same list as in the launcher, with what .NET itself needs. apt may fail once for passing reasons.
RUN set -e; install() { apt-get update && apt-get install -y --no-install-recommends \
        ca-certificates libssl3 libstdc++6 zlib1g \
        cmake g++ make pkg-config libopenmpi-dev openmpi-bin petsc-dev libmetis-dev libhdf5-openmpi-dev \
        gmsh python3-h5py python3-numpy; }; \
    install || install; \
    rm -rf /var/lib/apt/lists/*

COPY --from=dotnet /usr/share/dotnet /usr/share/dotnet
RUN ln -sf /usr/share/dotnet/dotnet /usr/local/bin/dotnet

# No ICU: all formatting is invariant. Containers may not copy directly between the ranks' memories.
ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 \
    DOTNET_CLI_TELEMETRY_OPTOUT=1 \
    OMPI_MCA_btl_vader_single_copy_mechanism=none

WORKDIR /multiscale
COPY . .
RUN ./multiscale setup

VOLUME /multiscale/runs
ENTRYPOINT ["./multiscale"]
CMD ["demo"]
