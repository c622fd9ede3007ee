# seco on the processor:  docker build -f eng/containers/cpu.Dockerfile -t seco:cpu .
# docker run --rm -v "$PWD:/data" seco:cpu run street.yaml --out runs/street
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME=mcr.microsoft.com/dotnet/aspnet:10.0

FROM ${SDK} AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/SeCo.Cli -c Release -r linux-x64 --self-contained false -p:WithOnnxRuntime=true -o /app

FROM ${RUNTIME}
COPY --from=build /app /opt/seco
RUN ln -s /opt/seco/SeCo.Cli /usr/local/bin/seco
# libtorch starts a thread for each processor of the machine, whatever the container may use.
ENV OMP_WAIT_POLICY=PASSIVE
WORKDIR /data
ENTRYPOINT ["seco"]
CMD ["--help"]
