using System.Text.Json.Nodes;
using SeCo.Pipeline.Jobs;
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
        Assert.Equal(("batch/v1", "Job", "seco-statistics"), ((string?)shards["apiVersion"], (string?)shards["kind"], (string?)shards["metadata"]!["name"]));
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

    [Fact]
    public void They_are_applied_one_after_another() => Assert.Contains(
        "/02-statistics.json'\nkubectl wait --for=condition=complete --timeout=-1s job/seco-statistics\n",
        new KubernetesManifests(_run.Plan(3), "image", ["seco"], "/data").ApplyScript(), StringComparison.Ordinal);

    public void Dispose() => _run.Dispose();
}
