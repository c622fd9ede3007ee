using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Packages;

/// <summary>What is in the packages that <c>eng/check-packages</c> makes; it names their folder in <c>SECO_PACKAGES</c>.</summary>
public sealed class PackageTests
{
    private static readonly string[] Libraries = ["SeCo.Numerics", "SeCo.Checkpoints", "SeCo.Torch", "SeCo.Imaging", "SeCo.Models", "SeCo", "SeCo.Onnx"];

    private static readonly string[] Platforms = ["linux-x64", "win-x64", "osx-arm64"];

    public static TheoryData<string> LibraryNames => [.. Libraries];

    public static TheoryData<string> PlatformNames => [.. Platforms];

    [Theory]
    [MemberData(nameof(LibraryNames))]
    public void A_library_comes_with_documentation_readme_licence_and_symbols(string library)
    {
        using ZipArchive package = Open(library);
        Assert.Contains(package.Entries, e => e.FullName == $"lib/net10.0/{library}.dll");
        Assert.Contains(package.Entries, e => e.FullName == $"lib/net10.0/{library}.xml");
        XElement metadata = Metadata(package);
        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.Contains(package.Entries, e => e.FullName == Value(metadata, "readme"));
        Assert.True(Value(metadata, "description")!.Length > 40);
        using ZipArchive symbols = Open(library, ".snupkg");
        Assert.Contains(symbols.Entries, e => e.FullName == $"lib/net10.0/{library}.pdb");
    }

    [Theory]
    [MemberData(nameof(LibraryNames))]
    public void A_library_names_no_native_library_and_no_folder_or_host_of_the_machine_that_built_it(string library)
    {
        using ZipArchive package = Open(library);
        XElement metadata = Metadata(package);
        Assert.DoesNotContain(
            metadata.Descendants().Where(e => e.Name.LocalName == "dependency"),
            d => d.Attribute("id")!.Value.Contains("ative", StringComparison.Ordinal)
            || d.Attribute("id")!.Value.StartsWith("libtorch", StringComparison.Ordinal));
        Assert.Null(Value(metadata, "projectUrl"));
        Assert.Null(metadata.Elements().FirstOrDefault(e => e.Name.LocalName == "repository")?.Attribute("url"));
        using ZipArchive symbols = Open(library, ".snupkg");
        foreach (ZipArchiveEntry entry in package.Entries.Concat(symbols.Entries))
        {
            using Stream stream = entry.Open();
            using MemoryStream content = new();
            stream.CopyTo(content);
            Assert.Equal(-1, content.GetBuffer().AsSpan(0, (int)content.Length).IndexOf(Encoding.UTF8.GetBytes(SharedData.RepositoryRoot)));
        }
    }

    [Fact]
    public void The_tool_is_called_seco_and_carries_libraries_for_64_bit_Linux_only()
    {
        using ZipArchive pointer = Open("SeCo.Cli");
        string settings = Text(pointer, e => e.Name == "DotnetToolSettings.xml");
        Assert.All(["\"seco\"", "SeCo.Cli.linux-x64", "SeCo.Cli.any"], text => Assert.Contains(text, settings, StringComparison.Ordinal));
        using ZipArchive linux = Open("SeCo.Cli.linux-x64"), any = Open("SeCo.Cli.any");
        Assert.All(["libtorch_cpu.so", "libc10.so", "libvips.so.42"], name => Assert.Contains(linux.Entries, e => e.Name == name));
        Assert.DoesNotContain(any.Entries, e => e.Name.Contains(".so", StringComparison.Ordinal));
        Assert.Contains(any.Entries, e => e.Name == "SeCo.Cli.dll");
        Assert.DoesNotContain(linux.Entries, e => e.Name.StartsWith("libonnxruntime", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(PlatformNames))]
    public void A_backend_brings_the_libraries_of_its_platform_in_the_versions_that_are_tested(string platform)
    {
        using ZipArchive package = Open("SeCo.Backend.Cpu." + platform);
        XDocument versions = XDocument.Load(Path.Combine(SharedData.RepositoryRoot, "Directory.Packages.props"));
        Dictionary<string, string> known =
            versions.Descendants("PackageVersion").ToDictionary(v => v.Attribute("Include")!.Value, v => v.Attribute("Version")!.Value);
        Assert.Equal(
            [($"NetVips.Native.{platform}", known[$"NetVips.Native.{platform}"]), ($"libtorch-cpu-{platform}", known[$"libtorch-cpu-{platform}"])],
            Metadata(package).Descendants().Where(e => e.Name.LocalName == "dependency").Select(d => (d.Attribute("id")!.Value, d.Attribute("version")!.Value))
                .OrderBy(d => d.Item1, StringComparer.Ordinal));
        Assert.DoesNotContain(
            package.Entries, e => e.FullName.EndsWith(".dll", StringComparison.Ordinal) || e.FullName.EndsWith(".so", StringComparison.Ordinal));
    }

    private static ZipArchive Open(string id, string ending = ".nupkg")
    {
        string? folder = Environment.GetEnvironmentVariable("SECO_PACKAGES");
        Assert.SkipUnless(folder is { Length: > 0 }, "looks into packages that eng/check-packages makes");
        string[] found = [.. Directory.EnumerateFiles(folder!, $"{id}.*{ending}").Where(f => char.IsAsciiDigit(Path.GetFileName(f)[id.Length + 1]))];
        return ZipFile.OpenRead(Assert.Single(found));
    }

    private static XElement Metadata(ZipArchive package) =>
        XDocument.Parse(Text(package, e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal))).Root!.Elements().First();

    private static string? Value(XElement metadata, string name) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value;

    private static string Text(ZipArchive package, Func<ZipArchiveEntry, bool> which)
    {
        using StreamReader reader = new(package.Entries.First(which).Open());
        return reader.ReadToEnd();
    }
}
