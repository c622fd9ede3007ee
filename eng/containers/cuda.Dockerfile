# seco on NVIDIA GPUs, with the libtorch of a PyTorch image:  docker build -f eng/containers/cuda.Dockerfile -t seco:cuda .
# docker run --rm --gpus all -v "$PWD:/data" seco:cuda run street.yaml --out runs/street --device cuda
# TORCH may be any image with Python and a PyTorch of 2.10 or later.
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0
ARG TORCH=pytorch/pytorch:2.10.0-cuda12.8-cudnn9-runtime

FROM ${SDK} AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/SeCo.Cli -c Release -r linux-x64 --self-contained true -p:WithOnnxRuntime=true -p:Libtorch=own -o /app

FROM ${TORCH}
COPY --from=build /app /opt/seco
# A script and no link: libraries beside libtorch are found from the folder that it is loaded from.
RUN lib=$(python3 -c "import os, torch; print(os.path.join(os.path.dirname(torch.__file__), 'lib'))") \
    && test -e "$lib/libtorch.so" \
    && printf '#!/bin/sh\nexport SECO_LIBTORCH="${SECO_LIBTORCH:-%s}"\nexec /opt/seco/SeCo.Cli "$@"\n' "$lib" > /usr/local/bin/seco \
    && chmod +x /usr/local/bin/seco
ENV OMP_WAIT_POLICY=PASSIVE
WORKDIR /data
ENTRYPOINT ["seco"]
CMD ["--help"]
