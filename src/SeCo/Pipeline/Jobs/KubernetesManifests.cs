using System.Text.Json.Nodes;

namespace SeCo.Pipeline.Jobs;

/// <summary>The jobs of a plan as manifests of Kubernetes: an indexed job for the shards of a part, a plain one for each merge.</summary>
/// <remarks>Kubernetes knows no order of jobs: who applies them waits for each. A manifest is JSON, which is YAML too, so that every name is quoted by the
/// rules of one writer.</remarks>
/// <param name="plan">The plan.</param>
/// <param name="image">The container image; it holds the program.</param>
/// <param name="program">The command in the image that runs <c>seco</c>.</param>
/// <param name="directory">The folder that jobs work in.</param>
/// <param name="claim">The volume claim with images and run folder; null for none.</param>
/// <param name="mount">Where it is mounted: under the same path as where the jobs are planned.</param>
public sealed class KubernetesManifests(
    JobPlan plan, string image, IReadOnlyList<string> program, string directory, string? claim = null, string mount = "/data")
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>The manifests, by their names in the plan's folder, in the order in which they are applied.</summary>
    public IReadOnlyList<(PlannedJob Job, string Name, string Text)> Manifests() =>
        [.. plan.Jobs.Select((job, i) => (job, string.Create(CultureInfo.InvariantCulture, $"{i + 1:00}-{job.Name}.json"), TextOf(job)))];

    /// <summary>A script that applies all, one after another.</summary>
    public string ApplyScript() => Waiting + string.Concat(Manifests().Select(m =>
        $"run {NameOf(m.Job)} {ShellText.Quote(Path.Combine(plan.Folder, m.Name))}\n"));

    // A job that has ended does not begin again when it is applied: it goes first. One that fails is not waited for.
    private const string Waiting = """
        #!/bin/bash
        set -eu
        run() {
          kubectl delete job "$1" --ignore-not-found --wait
          kubectl apply -f "$2"
          until [ "$(kubectl get job "$1" -o 'jsonpath={.status.conditions[?(@.type=="Complete")].status}')" = True ]; do
            if [ "$(kubectl get job "$1" -o 'jsonpath={.status.conditions[?(@.type=="Failed")].status}')" = True ]; then
              echo "$1 has failed: seco status shows why" >&2
              exit 1
            fi
            sleep 5
          done
        }

        """;

    // Jobs of two runs in one namespace have two names.
    private string NameOf(PlannedJob job) => $"seco-{job.Name}-{new Fingerprint().Add(Path.GetFullPath(plan.Run.Path)).ToString()[..6]}";

    private string TextOf(PlannedJob job)
    {
        bool isIndexed = job.Shards.Count > 0;
        JsonObject container = new()
        {
            ["name"] = "seco", ["image"] = image, ["workingDir"] = directory,
            ["command"] = Words(program),
            ["args"] = Words(["run", plan.Settings, "--out", Path.GetFullPath(plan.Run.Path), "--quiet", .. job.Arguments($"auto/{job.Of}")]),
        };
        JsonObject pod = new() { ["restartPolicy"] = "Never", ["containers"] = new JsonArray(container) };
        if (claim is not null)
        {
            container["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "data", ["mountPath"] = mount });
            pod["volumes"] = new JsonArray(new JsonObject
            {
                ["name"] = "data", ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claim },
            });
        }

        JsonObject spec = new() { ["backoffLimit"] = 6 };
        if (isIndexed)
        {
            // An indexed job has all numbers: shards that are done end at once.
            (spec["completionMode"], spec["completions"], spec["parallelism"]) = ("Indexed", job.Of, job.Of);
        }

        spec["template"] = new JsonObject { ["spec"] = pod };
        return new JsonObject
        {
            ["apiVersion"] = "batch/v1", ["kind"] = "Job", ["metadata"] = new JsonObject { ["name"] = NameOf(job) }, ["spec"] = spec,
        }.ToJsonString(Indented) + "\n";
    }

    private static JsonArray Words(IEnumerable<string> words) => [.. words.Select(word => (JsonNode)word)];
}
