using System.Diagnostics;
using System.Text.Json.Nodes;
using SeCo.Pipeline.Jobs;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Pipeline.Jobs;

public sealed class KubernetesManifestsTests : IDisposable
{
    private readonly PlannedRun _run = new("it's a \"run\": {x}");

    [Fact]
    public void Shards_are_an_indexed_job_and_a_merge_is_a_plain_one()
    {
        KubernetesManifests kubernetes = new(_run.Plan(3), "registry/seco:1", ["seco"], "/data", "images", "/data");
        IReadOnlyList<(PlannedJob Job, string Name, string Text)> manifests = kubernetes.Manifests();
        JsonNode shards = JsonNode.Parse(manifests[1].Text)!, merge = JsonNode.Parse(manifests[2].Text)!;

        Assert.Equal("02-statistics.json", manifests[1].Name);
        Assert.Equal(("batch/v1", "Job"), ((string?)shards["apiVersion"], (string?)shards["kind"]));
        Assert.Matches("^seco-statistics-[0-9a-f]{6}$", (string?)shards["metadata"]!["name"]);
        Assert.Equal(
            ("Indexed", 3, 3),
            ((string?)shards["spec"]!["completionMode"], (int)shards["spec"]!["completions"]!, (int)shards["spec"]!["parallelism"]!));
        Assert.Null(merge["spec"]!["completionMode"]);
        JsonNode pod = shards["spec"]!["template"]!["spec"]!, container = pod["containers"]![0]!;
        Assert.Equal("Never", (string?)pod["restartPolicy"]);
        Assert.Equal("images", (string?)pod["volumes"]![0]!["persistentVolumeClaim"]!["claimName"]);
        Assert.Equal("/data", (string?)container["volumeMounts"]![0]!["mountPath"]);
        Assert.Equal(
            ["run", _run.Plan(3).Settings, "--out", Path.GetFullPath(_run.Folder.Path), "--quiet", "--part", "statistics", "--shard", "auto/3"],
            container["args"]!.AsArray().Select(a => (string)a!));
    }

    [Theory]
    [InlineData("Complete", 0, 13)]
    [InlineData("Failed", 1, 1)] // the next one is not begun
    public void They_are_applied_one_after_another_anew_each_time(string end, int code, int jobs)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the script is for Linux");
        using TempFolder temp = new();
        File.WriteAllText(temp["apply.sh"], new KubernetesManifests(_run.Plan(3), "image", ["seco"], "/data").ApplyScript());
        File.WriteAllText(temp["kubectl"], $"""
            #!/bin/bash
            echo "$*" >> "{temp["said"]}"
            case "$*" in *{end}*) echo True ;; esac
            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temp["kubectl"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        ProcessStartInfo start = new("bash", [temp["apply.sh"]]) { RedirectStandardError = true };
        start.Environment["PATH"] = $"{temp.Path}:{start.Environment["PATH"]}";
        using Process bash = Process.Start(start)!;
        string error = bash.StandardError.ReadToEnd();
        bash.WaitForExit();

        string[] said = File.ReadAllLines(temp["said"]);
        Assert.Equal((code, code == 1), (bash.ExitCode, error.Contains("has failed", StringComparison.Ordinal)));
        Assert.Equal(jobs, said.Count(line => line.StartsWith("apply -f ", StringComparison.Ordinal)));
        Assert.StartsWith("delete job seco-inputs-", said[0], StringComparison.Ordinal);
    }

    public void Dispose() => _run.Dispose();
}
