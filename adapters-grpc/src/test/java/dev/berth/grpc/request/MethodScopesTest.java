package dev.berth.grpc.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.longrunning.OperationsGrpc;
import dev.berth.proto.v1.AdminServiceGrpc;
import dev.berth.proto.v1.CatalogServiceGrpc;
import dev.berth.proto.v1.ServerServiceGrpc;
import dev.berth.proto.v1.SshKeyServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.health.v1.HealthGrpc;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MethodScopesTest {
    static Stream<ServiceDescriptor> ours() {
        return Stream.of(
                ServerServiceGrpc.getServiceDescriptor(),
                SshKeyServiceGrpc.getServiceDescriptor(),
                CatalogServiceGrpc.getServiceDescriptor(),
                AdminServiceGrpc.getServiceDescriptor());
    }

    @ParameterizedTest
    @MethodSource("ours")
    void every_method_of_ours_needs_a_token(ServiceDescriptor service) {
        assertThat(service.getMethods())
                .noneMatch(MethodScopes::isOpen)
                .allMatch(method -> MethodScopes.of(method).isPresent());
    }

    @Test
    void the_catalog_is_for_any_token_and_all_else_for_those_with_a_scope() {
        assertThat(ours().flatMap(service -> service.getMethods().stream())
                        .filter(method ->
                                MethodScopes.of(method).orElseThrow().scope().isEmpty())
                        .map(MethodDescriptor::getServiceName)
                        .distinct())
                .containsExactly("berth.v1.CatalogService");
    }

    @Test
    void of_google_s_methods_only_those_are_served_that_have_a_use_case() {
        List<String> served = OperationsGrpc.getServiceDescriptor().getMethods().stream()
                .filter(method -> MethodScopes.of(method).isPresent())
                .<String>map(MethodDescriptor::getBareMethodName)
                .toList();
        assertThat(served).containsExactlyInAnyOrder("GetOperation", "WaitOperation");
        assertThat(OperationsGrpc.getServiceDescriptor().getMethods()).noneMatch(MethodScopes::isOpen);
    }

    @Test
    void health_is_for_everybody() {
        assertThat(HealthGrpc.getServiceDescriptor().getMethods()).allMatch(MethodScopes::isOpen);
    }
}
